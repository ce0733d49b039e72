package dev.drover.observe.counter.net;

/** One line of {@code /proc/net/dev}: counts since the interface came up; {@code rx} received, {@code tx} sent. */
public record Interface(
        String name,
        long rxBytes,
        long rxPackets,
        long rxErrors,
        long rxDropped,
        long rxFifo,
        long txBytes,
        long txPackets,
        long txErrors,
        long txDropped,
        long txFifo,
        long txCarrier) {}
