package dev.drover.observe.rule.network;

import dev.drover.observe.fixture.FakeHost;

/** The interface eth0 of a {@link FakeHost}, with hardware and 1 Gbit/s: say what it does each second. */
final class FakeNic {
    private final FakeHost host;
    private long rxBytes;
    private long rxPackets;
    private long rxErrors;
    private long rxDropped;
    private long txBytes;
    private long txPackets;
    private long txDropped;
    private long missed;

    FakeNic(FakeHost host) {
        this.host = host;
        host.file("/sys/class/net/eth0/speed", "1000\n")
                .file("/sys/class/net/eth0/duplex", "full\n")
                .file("/sys/class/net/eth0/operstate", "up\n")
                .file("/sys/class/net/eth0/device/vendor", "0x1af4\n");
    }

    FakeNic received(long bytes, long packets, long errors, long dropped) {
        rxBytes = bytes;
        rxPackets = packets;
        rxErrors = errors;
        rxDropped = dropped;
        return this;
    }

    FakeNic sent(long bytes, long packets, long dropped) {
        txBytes = bytes;
        txPackets = packets;
        txDropped = dropped;
        return this;
    }

    /** For want of a place in the ring; the drop column counts them too. */
    FakeNic missed(long packets) {
        missed = packets;
        return this;
    }

    FakeHost seconds(int seconds) {
        for (int i = 0; i <= seconds; i++) {
            host.file(
                    "/proc/net/dev",
                    "Inter-|\n face |\n  eth0: " + i * rxBytes + " " + i * rxPackets + " " + i * rxErrors + " "
                            + i * (rxDropped + missed) + " 0 0 0 0 " + i * txBytes + " " + i * txPackets + " 0 "
                            + i * txDropped + " 0 0 0 0\n");
            host.file("/sys/class/net/eth0/statistics/rx_missed_errors", i * missed + "\n");
            host.pass(i == 0 ? 0 : 1);
        }
        return host;
    }
}
