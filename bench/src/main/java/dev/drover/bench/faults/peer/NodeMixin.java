package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.Redundancy;
import dev.drover.observe.counter.host.Clock;
import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.Function;

/** The alerts of Prometheus' node-mixin, with the thresholds of its {@code config.libsonnet}. */
final class NodeMixin {
    private static final String ALERTS = "alerts/alerts.libsonnet";

    static final Peer PEER = new Peer(
            "node-mixin",
            "https://github.com/prometheus/node_exporter/blob/master/docs/node-mixin/",
            List.of(
                    alert(
                            "NodeCPUHighUsage",
                            "CPUs neither idle nor waiting for I/O > 90 % (severity info)",
                            "15 min",
                            Means.CPU,
                            Numbers.cpu(s -> 1 - s.idle() - s.iowait()),
                            Limits.over(Level.INFO, 90)),
                    alert(
                            "NodeSystemSaturation",
                            "load average of 1 min > 2 for each CPU",
                            "15 min",
                            Means.LOAD,
                            Numbers::loadOfEachCpu,
                            Limits.over(2)),
                    alert(
                            "NodeMemoryMajorPagesFaults",
                            "major page faults > 500/s",
                            "15 min",
                            Means.PAGING,
                            Numbers.rate(Memory.EVENTS, "pgmajfault"),
                            Limits.over(500)),
                    alert(
                            "NodeMemoryHighUtilization",
                            "memory not available > 90 %",
                            "15 min",
                            Means.MEMORY,
                            window -> Numbers.available(window).map(share -> 100 - share),
                            Limits.over(90)),
                    alert(
                            "NodeDiskIOSaturation",
                            "requests queued or served at a device > 10 on average",
                            "30 min",
                            Means.DISK,
                            Numbers.disk(use -> use.queue()),
                            Limits.over(10)),
                    alert(
                            "NodeFilesystemAlmostOutOfSpace",
                            "available < 5 %, critical < 3 %, unless read-only",
                            "30 min",
                            Means.SPACE,
                            Numbers.fileSystem(fs -> !fs.readOnly(), fs -> -100 * fs.availableShare()),
                            Limits.over(-5, -3)),
                    alert(
                            "NodeFilesystemAlmostOutOfFiles",
                            "inodes free < 5 %, critical < 3 %, unless read-only",
                            "1 h",
                            Means.INODES,
                            Numbers.fileSystem(
                                    fs -> !fs.readOnly() && fs.inodes() > 0, fs -> -100 * fs.inodesFreeShare()),
                            Limits.over(-5, -3)),
                    alert(
                            "NodeNetworkReceiveErrs",
                            "receive errors > 1 % of packets",
                            "1 h",
                            Means.NIC_ERRORS,
                            NicNumbers.worst(NicNumbers.percent(Interface::rxErrors, Interface::rxPackets, 0)),
                            Limits.over(1)),
                    alert(
                            "NodeNetworkTransmitErrs",
                            "transmit errors > 1 % of packets",
                            "1 h",
                            Means.NIC_ERRORS,
                            NicNumbers.worst(NicNumbers.percent(Interface::txErrors, Interface::txPackets, 0)),
                            Limits.over(1)),
                    alert(
                            "NodeHighNumberConntrackEntriesUsed",
                            "entries > 75 % of the limit",
                            "at once",
                            Means.CONNTRACK,
                            window -> window.now(Conntrack.GROUP).map(table -> 100 * table.full()),
                            Limits.over(75)),
                    alert(
                            "NodeFileDescriptorLimit",
                            "open files of the host > 70 %, critical > 90 %",
                            "15 min",
                            Means.FILES,
                            NodeMixin::openFiles,
                            Limits.over(70, 90)),
                    alert(
                            "NodeClockSkewDetected",
                            "clock off by > 50 ms and not coming back",
                            "10 min",
                            Means.CLOCK,
                            window -> Numbers.clockOff(window, 0.05),
                            Limits.over(0)),
                    alert(
                            "NodeClockNotSynchronising",
                            "not synchronised and possible error >= 16 s",
                            "10 min",
                            Means.CLOCK,
                            window -> window.now(Clock.GROUP)
                                    .map(clock -> !clock.synchronised() && clock.mostWrong() >= 16 ? 1.0 : 0.0),
                            Limits.over(0)),
                    alert(
                            "NodeRAIDDegraded",
                            "an array with fewer active members than it requires (critical)",
                            "15 min",
                            Means.RAID,
                            window -> missing(window, false),
                            Limits.over(Level.CRITICAL, 0)),
                    alert(
                            "NodeBondingDegraded",
                            "a bond with fewer active members than it has",
                            "5 min",
                            Means.RAID,
                            window -> missing(window, true),
                            Limits.over(0))),
            List.of(
                    "NodeFilesystemSpaceFillingUp, NodeFilesystemFilesFillingUp: predict hours from the last six, which ten seconds"
                            + " cannot stand for; any write would raise them",
                    "NodeSystemdServiceFailed, NodeSystemdServiceCrashlooping: units of systemd, no fault breaks one",
                    "NodeRAIDDiskFailure, NodeTextFileCollectorScrapeError: not about anything that is injected"));

    private NodeMixin() {}

    private static Alert alert(
            String name,
            String when,
            String over,
            List<String> right,
            Function<Window, Measured<Double>> number,
            Limits limits) {
        return new Alert(name, when, over, ALERTS, right, number, limits);
    }

    static Measured<Double> openFiles(Window window) {
        return window.now(FileHandles.GROUP).map(files -> 100.0 * files.open() / Math.max(1, files.most()));
    }

    /** Members that arrays, or bonds, lack at most. */
    static Measured<Double> missing(Window window, boolean bonds) {
        return window.now(Redundancy.GROUP)
                .map(all -> all.arrays().stream()
                        .filter(array -> array.bond() == bonds)
                        .mapToDouble(array -> array.required() - array.active())
                        .max()
                        .orElse(0));
    }

    /** Percent of a file system's room that is used, of that which everybody may use. */
    static double used(FileSystems.FileSystem fs) {
        double used = fs.bytes() - fs.free();
        return 100 * used / Math.max(1, used + fs.available());
    }
}
