package dev.drover.health.check;

import java.net.InetSocketAddress;

/** A declared check with everything that it needs: secrets read, programs found. Immutable; equal if it does the same. */
public interface PreparedCheck {
    /** What is done: {@code GET /healthz}, {@code connect}, {@code ./probe}. */
    String words();

    /** A probe of the instance at that address. */
    Probe probe(Lane lane, InetSocketAddress address);
}
