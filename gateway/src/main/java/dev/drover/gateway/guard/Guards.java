package dev.drover.gateway.guard;

import dev.drover.wire.ReadBuffers;
import java.time.Duration;

/**
 * Limits of every client connection, on by default.
 *
 * @param uriBytes longest request target; beyond it 414 (RFC 9112 section 3 asks for 8000 octets at least)
 * @param headBytes longest request head, request line included; beyond it 431
 * @param fields most header fields of a request, trailers counted by themselves; beyond it 431
 * @param headTime longest time from a head's first byte to its last; beyond it 408 and close
 * @param firstByteTime longest time from an accepted connection to its first byte; beyond it close
 * @param idleTime longest silence between two requests of a connection; beyond it close
 * @param rate fewest bytes per second, over the time since the grace ended, of a request body that is read, and of a response
 *     that the client takes; slower ones are closed (the number and the grace are those of Kestrel)
 * @param rateGrace time before {@code rate} counts for a request body
 * @param takeTime time over which {@code rate} is taken of a client that bytes wait for; so long because kernels take and free
 *     what they buffer in large pieces (the number is that of nginx's {@code send_timeout})
 * @param perClient most connections of one peer address that is not {@code trusted}
 * @param total most connections of the node; 0 derives it from the process's limit of open files, see {@link #connections}
 * @param memory most bytes that one connection may hold in buffers, heads and kept body included, both directions together;
 *     reading stops so early that it is never more
 * @param replay most bytes of a request body that are kept for another attempt
 * @param descriptorReserve share of open files in percent that client connections and their upstreams leave to logs, health
 *     checks and the admin API
 */
public record Guards(
        int uriBytes,
        int headBytes,
        int fields,
        Duration headTime,
        Duration firstByteTime,
        Duration idleTime,
        int rate,
        Duration rateGrace,
        Duration takeTime,
        int perClient,
        int total,
        int memory,
        int replay,
        int descriptorReserve) {

    /** Below this nothing would stream. */
    private static final int LEAST_UNWRITTEN = 4 << 10;

    public static final Guards DEFAULT = new Guards(
            8 << 10,
            32 << 10,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            240,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1024,
            0,
            512 << 10,
            64 << 10,
            20);

    /**
     * Memory that may wait to be written to a client, and as much to its upstream: what is left of {@link #memory} besides two
     * heads, the kept body, and one more read of each side, which comes before its reading stops.
     */
    public int unwritten() {
        return Math.max(LEAST_UNWRITTEN, (memory - 2 * headBytes - replay - 2 * ReadBuffers.MOST) / 2);
    }

    /** Most client connections under a limit of open files: each may need another one upstream, and some are kept aside. */
    public int connections(long openFiles) {
        return total > 0 ? total : Math.clamp(openFiles * (100 - descriptorReserve) / 200, 64, Integer.MAX_VALUE);
    }
}
