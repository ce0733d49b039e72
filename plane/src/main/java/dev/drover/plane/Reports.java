package dev.drover.plane;

import dev.drover.board.InstanceId;

/**
 * Port: what the checks say that an instance brought with it, instead of one that a file declares. Offered by health, asked for by
 * whoever knows such instances: the registry.
 */
public interface Reports {
    /** From now on this is said of the instance, whether it is on the board already or not. Cheap where nothing changes. */
    void report(InstanceId id, Report report);

    /** The instance is gone. */
    void forget(InstanceId id);

    /**
     * What all checks of an instance say together.
     *
     * @param words evidence that an operator can check, such as {@code registered check web-ttl is critical: TTL expired}
     */
    record Report(boolean passing, String words) {}
}
