package dev.drover.gateway.stage;

import dev.drover.board.InstanceId;
import dev.drover.model.Service;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An instance as one event loop reaches it, with that loop's connections to it. Made by the exchange from a {@link Spec}, kept
 * by the gateway's tables as long as the instance and how to reach it stay the same, across models and generations.
 */
public abstract class Upstream {
    private final Spec spec;
    private int inFlight;

    protected Upstream(Spec spec) {
        this.spec = spec;
    }

    /**
     * How to reach it.
     *
     * @param host value for TLS server name and verification where {@code tls} names none: the declared host
     * @param connections most connections from this event loop
     * @param pendingLimit most requests of this event loop that may wait for one of those connections
     * @param pendingMillis how long each may wait
     */
    public record Spec(
            InstanceId id,
            InetSocketAddress address,
            String host,
            int connections,
            int pendingLimit,
            long pendingMillis,
            Optional<Service.UpstreamTls> tls) {}

    public final Spec spec() {
        return spec;
    }

    public final InstanceId id() {
        return spec.id();
    }

    /** Requests of this event loop that were given to it and have not ended, upgraded connections among them. */
    public final int inFlight() {
        return inFlight;
    }

    /** Called by the lane only. */
    public final void taken(int change) {
        inFlight += change;
    }

    /** No new request will come: close what is idle, let what is busy finish and close it then. */
    public abstract void retire();

    /** Makes upstreams on one event loop. Called on that loop. */
    public interface Maker {
        Upstream make(Spec spec);
    }
}
