package dev.drover.node;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.FileSystems.FileSystem;
import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.sample.Sample;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The newest sample of the host under the names and in the units of Prometheus's node_exporter, of what both of them have; nothing
 * where the host is not watched, or of what could not be read.
 */
final class HostMetrics implements MultiCollector {
    private static final double TICKS = 100;
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;
    private static final double SECTOR = 512;
    private static final double KIB = 1024;

    /** What node_exporter leaves out unless told: partitions, and disks of memory and files. */
    private static final Pattern NO_DISK = Pattern.compile("(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+");

    /** What node_exporter shows of {@code /proc/vmstat} unless told. */
    private static final Pattern EVENTS = Pattern.compile("(oom_kill|pgpg|pswp|pg.*fault).*");

    /** What node_exporter shows of {@code /proc/net/snmp} and {@code netstat} unless told. */
    private static final Pattern PROTOCOLS =
            Pattern.compile("(.*_(InErrors|InErrs)|Ip_Forwarding|IpExt_(InOctets|OutOctets)"
                    + "|Icmp_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
                    + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
                    + "|Udp_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))");

    private static final Pattern COUNT_OF_PAGES = Pattern.compile("HugePages_.*");
    private static final Pattern BRACKETS = Pattern.compile("\\((.*)\\)");
    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_]");

    private final Supplier<Optional<Sample>> latest;

    HostMetrics(Supplier<Optional<Sample>> latest) {
        this.latest = latest;
    }

    @Override
    public MetricSnapshots collect() {
        return latest.get().map(sample -> new Of(sample).all()).orElseGet(() -> new MetricSnapshots());
    }

    /** One sample. */
    private record Of(Sample sample, Exposition out) {
        Of(Sample sample) {
            this(sample, new Exposition());
        }

        MetricSnapshots all() {
            with(Cpus.GROUP, this::cpus);
            with(Load.GROUP, this::load);
            with(Memory.INFO, this::memory);
            with(Memory.EVENTS, events -> named(events, "node_vmstat_", EVENTS));
            with(Protocols.BASIC, basic -> named(basic, "node_netstat_", PROTOCOLS));
            with(Protocols.EXTENDED, more -> named(more, "node_netstat_", PROTOCOLS));
            with(Pressure.CPU, p -> pressure("cpu", p, false));
            with(Pressure.MEMORY, p -> pressure("memory", p, true));
            with(Pressure.IO, p -> pressure("io", p, true));
            with(Disks.GROUP, disks -> disks.byName().values().forEach(this::disk));
            with(Interfaces.GROUP, all -> all.byName().values().forEach(this::network));
            with(FileSystems.GROUP, all -> all.byPoint().values().forEach(this::fileSystem));
            with(FileHandles.GROUP, this::fileHandles);
            with(Conntrack.GROUP, this::conntrack);
            return out.snapshots();
        }

        private <T> void with(Group<T> group, Consumer<T> then) {
            if (sample.get(group) instanceof Measured.Value<T>(T value)) {
                then.accept(value);
            }
        }

        private void cpus(Cpus cpus) {
            cpus.each().forEach((number, times) -> cpu(Integer.toString(number), times));
            out.counter("node_context_switches", "Context switches since boot.", (double) cpus.contextSwitches());
            out.counter("node_forks", "Processes and threads made since boot.", (double) cpus.forks());
            out.gauge("node_procs_running", "Tasks that run or want to.", (double) cpus.running());
            out.gauge("node_procs_blocked", "Tasks that wait for I/O.", (double) cpus.blocked());
        }

        private void cpu(String number, CpuTimes times) {
            mode(number, "user", times.user());
            mode(number, "nice", times.nice());
            mode(number, "system", times.system());
            mode(number, "idle", times.idle());
            mode(number, "iowait", times.iowait());
            mode(number, "irq", times.irq());
            mode(number, "softirq", times.softirq());
            mode(number, "steal", times.steal());
        }

        private void mode(String number, String mode, long ticks) {
            out.counter(
                    "node_cpu_seconds",
                    "Time that a CPU spent in each mode.",
                    ticks / TICKS,
                    "cpu",
                    number,
                    "mode",
                    mode);
        }

        private void load(Load load) {
            out.gauge("node_load1", "Load average of a minute.", load.one());
            out.gauge("node_load5", "Load average of five minutes.", load.five());
            out.gauge("node_load15", "Load average of a quarter of an hour.", load.fifteen());
        }

        private void memory(Named info) {
            for (String name : info.names()) {
                boolean pages = COUNT_OF_PAGES.matcher(name).matches();
                String word = NO_WORD.matcher(BRACKETS.matcher(name).replaceAll("_$1"))
                        .replaceAll("_");
                info.get(name).map(value -> {
                    out.gauge(
                            "node_memory_" + word + (pages ? "" : "_bytes"),
                            "Of /proc/meminfo: " + name + ".",
                            pages ? value : value * KIB);
                    return true;
                });
            }
        }

        private void named(Named values, String prefix, Pattern wanted) {
            for (String name : values.names()) {
                String word = NO_WORD.matcher(name).replaceAll("_");
                if (wanted.matcher(word).matches()) {
                    values.get(name).map(value -> {
                        out.unknown(prefix + word, "The kernel's " + name + ".", value);
                        return true;
                    });
                }
            }
        }

        private void pressure(String of, Pressure pressure, boolean full) {
            String name = "node_pressure_" + of;
            out.counter(name + "_waiting_seconds", "Time in which some task waited for it.", pressure.some() / MICROS);
            if (full && pressure.full() instanceof Measured.Value<Long>(Long stalled)) {
                out.counter(name + "_stalled_seconds", "Time in which no task got on for it.", stalled / MICROS);
            }
        }

        private void disk(Disk disk) {
            String name = disk.name();
            if (NO_DISK.matcher(name).matches()) {
                return;
            }
            of("reads_completed", "Reads completed.", (double) disk.reads(), name);
            of("read_bytes", "Bytes read.", disk.readSectors() * SECTOR, name);
            of("read_time_seconds", "Time that reads took.", disk.readMillis() / MILLIS, name);
            of("writes_completed", "Writes completed.", (double) disk.writes(), name);
            of("written_bytes", "Bytes written.", disk.writeSectors() * SECTOR, name);
            of("write_time_seconds", "Time that writes took.", disk.writeMillis() / MILLIS, name);
            of("io_time_seconds", "Time with a request in flight.", disk.busyMillis() / MILLIS, name);
            of("io_time_weighted_seconds", "Time of all requests in flight.", disk.queueMillis() / MILLIS, name);
            out.gauge("node_disk_io_now", "Requests in flight.", (double) disk.inFlight(), "device", name);
        }

        private void of(String what, String help, double value, String device) {
            out.counter("node_disk_" + what, help, value, "device", device);
        }

        private void network(Interface one) {
            carried("receive_bytes", one.rxBytes(), one);
            carried("receive_packets", one.rxPackets(), one);
            carried("receive_errs", one.rxErrors(), one);
            carried("receive_drop", one.rxDropped(), one);
            carried("receive_fifo", one.rxFifo(), one);
            carried("transmit_bytes", one.txBytes(), one);
            carried("transmit_packets", one.txPackets(), one);
            carried("transmit_errs", one.txErrors(), one);
            carried("transmit_drop", one.txDropped(), one);
            carried("transmit_fifo", one.txFifo(), one);
            carried("transmit_carrier", one.txCarrier(), one);
        }

        private void carried(String what, long value, Interface one) {
            out.counter(
                    "node_network_" + what, "Of /proc/net/dev: " + what + ".", (double) value, "device", one.name());
        }

        private void fileSystem(FileSystem one) {
            room("size_bytes", (double) one.bytes(), one);
            room("free_bytes", (double) one.free(), one);
            room("avail_bytes", (double) one.available(), one);
            room("files", (double) one.inodes(), one);
            room("files_free", (double) one.inodesFree(), one);
            room("readonly", one.readOnly() ? 1 : 0, one);
        }

        private void room(String what, double value, FileSystem one) {
            out.gauge(
                    "node_filesystem_" + what,
                    "Of the file system mounted there: " + what + ".",
                    value,
                    "device",
                    one.device(),
                    "fstype",
                    one.type(),
                    "mountpoint",
                    one.point());
        }

        private void fileHandles(FileHandles files) {
            out.gauge("node_filefd_allocated", "Open files of the host.", (double) files.open());
            out.gauge("node_filefd_maximum", "How many there may be.", (double) files.most());
        }

        private void conntrack(Conntrack table) {
            out.gauge("node_nf_conntrack_entries", "Connections that the firewall follows.", (double) table.count());
            out.gauge("node_nf_conntrack_entries_limit", "How many it may follow.", (double) table.most());
        }
    }
}
