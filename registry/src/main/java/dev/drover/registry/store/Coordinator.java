package dev.drover.registry.store;

import java.util.Optional;

/** What keeps the order of the registry's writes, as far as it runs here: a server of its own, a member of an ensemble, or nothing. */
public interface Coordinator extends AutoCloseable {
    /** How the registry reaches it. */
    ZooKeeperRegistry.Settings settings();

    /** What keeps it from doing its part now: one message, with the way out where there is one. */
    Optional<String> trouble();

    @Override
    void close();
}
