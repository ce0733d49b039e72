package dev.drover.observe.counter.net;

/**
 * A queueing discipline at the way out of an interface; counts since it was set up.
 *
 * @param kind such as {@code fq_codel}, {@code tbf}
 * @param handle such as {@code 8001:}; {@code 0:} for those the kernel sets up by itself
 * @param overlimits how often something had to wait for its turn
 * @param waitingBytes at this moment
 */
public record Qdisc(
        String device,
        String kind,
        String handle,
        long bytes,
        long packets,
        long drops,
        long overlimits,
        long waitingPackets,
        long waitingBytes) {
    public String name() {
        return device + " " + kind + (handle.equals("0:") ? "" : " " + handle);
    }
}
