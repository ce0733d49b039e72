package dev.drover.observe.capture;

import java.time.Instant;

/**
 * A tree of small text files as {@code /proc} and {@code /sys} are: of this machine, exported into a folder, or recorded.
 *
 * <p>A path that ends in {@code /} is a folder: its content is the names in it, one a line. What the kernel tells by other means
 * than a file stands under {@code /drover/}, as text, so that every kind of tree carries it alike:
 *
 * <ul>
 *   <li>{@code /drover/fds/PID}: how many file descriptors that process has open
 *   <li>{@code /drover/links/PID}: what these refer to, a line {@code FD BYTES TARGET} each; BYTES is the length of a deleted file,
 *       else {@code -}; a line end in TARGET is a {@code ?}, and a TARGET that we may not know {@code unknown:}
 *   <li>{@code /drover/tcp}: TCP sockets. {@code state NAME COUNT} for each state of RFC 9293; {@code listen ADDRESS PORT QUEUED
 *       BACKLOG INODE HALF-OPEN SOURCES}, the fullest first, backlog -1 if it is not known; {@code out FROM TO PORT COUNT TIME-WAIT
 *       CONNECTING INODE} of the destinations that take up most ports of the range for outgoing ones; {@code connection ADDRESS PORT PEER PEER-PORT STATE
 *       UNREAD UNSENT INODE COOKIE BUSY RWND-LIMITED SNDBUF-LIMITED RETRANSMITTED SENT RTT MIN-RTT DELIVERY-RATE APP-LIMITED
 *       UNACKED CWND MSS ACKNOWLEDGED} of those that send; times in microseconds, the rate in bytes a second, unacked and cwnd in
 *       segments, acknowledged in bytes
 *   <li>{@code /drover/socket/INODE}: {@code PID COMMAND} of a process that holds that socket; dear
 *   <li>{@code /drover/qdiscs}: {@code INTERFACE KIND HANDLE BYTES PACKETS DROPS OVERLIMITS WAITING-PACKETS WAITING-BYTES}, a line
 *       for each queueing discipline; {@code none} if there is none
 *   <li>{@code /drover/clock}: {@code state}, {@code status}, {@code offset}, {@code maxerror}, {@code esterror} of adjtimex(2)
 *   <li>{@code /drover/sockets/PID}: the inodes of its sockets, one a line
 *   <li>{@code /drover/mounts}: a line for each local file system, once however often it is mounted: {@code DEVICE MOUNTPOINT TYPE
 *       OPTIONS BLOCK_SIZE BLOCKS FREE AVAILABLE INODES INODES_FREE}, names escaped as in {@code /proc/mounts}, numbers of
 *       statvfs(3). Network file systems are left out: asking a dead one never ends
 *   <li>{@code /drover/deleted}: files that are deleted and still open, {@code PID BYTES MOUNTPOINT NAME}, largest first
 *   <li>{@code /drover/hsperfdata/}: a folder of the performance counters of HotSpot virtual machines, by process, as HotSpot
 *       writes them
 *   <li>{@code /drover/kmsg}: lines of the kernel's log that tell of trouble, as {@code dmesg} prints them
 *   <li>{@code /drover/services}: {@code PID PORT SERVICE INSTANCE} for each instance of this host that a node knows; of a node only
 *   <li>{@code /drover/requests}: {@code SERVICE ENDED STATE=NANOS ...}, since the node began; of a node only
 * </ul>
 */
public interface Tree extends AutoCloseable {
    /** More than this is not read: no counter is that large. */
    int LARGEST = 8 << 20;

    /** Reads a path anew. Never throws. */
    Content read(String path);

    /**
     * Says that the next sample begins.
     *
     * @param at by the wall clock
     * @param nanos by the monotonic clock
     */
    default void nextRound(Instant at, long nanos) {}

    @Override
    default void close() {}
}
