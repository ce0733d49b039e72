package dev.drover.admin;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where the admin API listens and who may pass.
 *
 * @param token opens everything
 * @param monitorToken opens {@code /metrics}, {@code /livez} and {@code /readyz} only, so that a scraper need not hold the other
 * @param consoleToken opens what the console shows, and changes nothing
 * @param names host names of this machine that a {@code Host} header may carry, besides {@code localhost} and address literals
 */
public record Door(
        InetSocketAddress address, String token, String monitorToken, String consoleToken, Set<String> names) {
    public Door {
        names = Set.copyOf(names);
    }

    /** Tokens stay out of every message. */
    @Override
    public String toString() {
        return "Door[" + address + "]";
    }
}
