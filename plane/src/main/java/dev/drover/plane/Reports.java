package dev.drover.plane;

import dev.drover.board.InstanceId;

/**
 * Port: what checks say that this node does not make alone: those that an instance brought with it, and those of several nodes
 * together ({@link Vantages}). Offered by health, asked for by who
 * knows them: the registry.
 */
public interface Reports {
    /** From now on this is said of the instance, whether it is on the board already or not. Cheap where nothing changes. */
    void report(InstanceId id, Report report);

    /** Nothing is said of the instance any more: it is gone, or who said it knows no more. */
    void forget(InstanceId id);

    /**
     * What all checks of an instance say together.
     *
     * @param words evidence that an operator can check, such as {@code registered check web-ttl is critical: TTL expired}
     */
    record Report(boolean passing, String words) {}
}
