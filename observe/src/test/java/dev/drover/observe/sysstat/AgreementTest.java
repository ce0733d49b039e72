package dev.drover.observe.sysstat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.sample.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers and those of sysstat's tools, of the same seconds under the same load: equal as far as the seconds are the same. */
@Tag("long")
class AgreementTest {
    private static final Path SADC = Path.of("/usr/lib/sysstat/sadc");
    private static final Map<String, ToLongFunction<CpuTimes>> STATES = Map.of(
            "usr", CpuTimes::user,
            "nice", CpuTimes::nice,
            "sys", CpuTimes::system,
            "idle", CpuTimes::idle,
            "iowait", CpuTimes::iowait,
            "irq", CpuTimes::irq,
            "soft", CpuTimes::softirq,
            "steal", CpuTimes::steal);
    private static final Map<String, ToDoubleFunction<CpuShares>> SHARES = Map.of(
            "usr", CpuShares::user,
            "nice", CpuShares::nice,
            "sys", CpuShares::system,
            "idle", CpuShares::idle,
            "iowait", CpuShares::iowait,
            "irq", CpuShares::irq,
            "soft", CpuShares::softirq,
            "steal", CpuShares::steal);

    @TempDir
    private Path folder;

    private BoundedLoad load;
    private final Beside beside = new Beside();

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(SADC), "needs the program sadc of the package sysstat");
        load = new BoundedLoad(folder);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (load != null) {
            load.close();
        }
    }

    @Test
    void agreesWithSar() throws IOException, InterruptedException {
        Path file = folder.resolve("sa");
        beside.run(
                file,
                folder.resolve("out"),
                SADC.toString(),
                "-S",
                "XALL",
                Integer.toString(Beside.EVERY),
                Integer.toString(Beside.REPORTS),
                file.toString());
        Process sadf = new ProcessBuilder("sadf", "-j", file.toString(), "--", "-A").start();
        List<Section> reports = reports(sadf.getInputStream());
        assertEquals(Beside.REPORTS - 1, reports.size());
        double slack = 1;
        for (int i = 1; i < Beside.REPORTS; i++) {
            Seconds seconds = beside.between(i - 1, i);
            Section report = reports.get(i - 1);
            slack = Math.min(slack, seconds.slack());
            cpus(seconds, CpuPart.cpus(report));
            kernel(seconds, report);
            memory(seconds, report);
            network(seconds, report.section("network"));
            pressure(seconds, report.section("psi"));
            for (Section disk : stayed(seconds, report, "disk-device")) {
                disk(seconds, disk.text("disk-device"), disk.number("aqu-sz", 0), disk.number("util-percent", 0));
            }
        }
        assertTrue(slack < 0.5, "the machine was too loaded to compare the same seconds: " + slack);
    }

    @Test
    void agreesWithMpstat() throws IOException, InterruptedException {
        List<Section> reports = run("mpstat", "-P", "ALL");
        for (int i = 2; i < Beside.REPORTS; i++) {
            cpus(beside.between(i - 1, i), reports.get(i - 1).list("cpu-load"));
        }
    }

    @Test
    void agreesWithIostat() throws IOException, InterruptedException {
        List<Section> reports = run("iostat", "-x", "-k");
        for (int i = 1; i < Beside.REPORTS; i++) {
            Seconds seconds = beside.between(i - 1, i);
            for (Section disk : stayed(seconds, reports.get(i), "disk_device")) {
                String name = disk.text("disk_device");
                disk(seconds, name, disk.number("aqu-sz", 0), disk.number("util", 0));
                way(seconds, name, disk, "r", Disk::reading, Disk::reads, Disk::readSectors, Disk::readMillis);
                way(seconds, name, disk, "w", Disk::writing, Disk::writes, Disk::writeSectors, Disk::writeMillis);
            }
        }
    }

    private List<Section> run(String tool, String... options) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        var command = new ArrayList<>(List.of("stdbuf", "-oL", tool));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", "JSON", Integer.toString(Beside.EVERY), Integer.toString(Beside.REPORTS)));
        beside.run(out, out, command.toArray(String[]::new));
        return reports(Files.newInputStream(out));
    }

    private static List<Section> reports(InputStream text) throws IOException {
        try (var sadf = new Sadf(text)) {
            var all = new ArrayList<Section>();
            for (Section one = sadf.next(); one != null; one = sadf.next()) {
                all.add(one);
            }
            return all;
        }
    }

    /** Idle time and waits for I/O the kernel corrects backwards by a tick now and then (proc(5)). */
    private static void cpus(Seconds seconds, List<Section> cpus) {
        assertTrue(cpus.size() > 1, "no CPUs");
        for (Section cpu : cpus) {
            boolean all = CpuPart.isAll(cpu);
            ToTimes times = s -> {
                Cpus read = value(s.get(Cpus.GROUP));
                return all ? read.all() : Objects.requireNonNull(read.each().get((int) cpu.number("cpu", number(cpu))));
            };
            CpuShares ours = value(CpuTimes.shares(new Change<>(
                    times.of(seconds.before1()),
                    times.of(seconds.before2()),
                    seconds.interval().seconds())));
            STATES.forEach((name, ticks) -> seconds.ratio(
                    "CPU " + cpu.text("cpu") + " " + name,
                    cpu.number(name, -1) / 100,
                    Objects.requireNonNull(SHARES.get(name)).applyAsDouble(ours),
                    s -> ticks.applyAsLong(times.of(s)),
                    s -> STATES.values().stream()
                            .mapToLong(t -> t.applyAsLong(times.of(s)))
                            .sum(),
                    name.startsWith("i") && !name.equals("irq") ? 6 : 2,
                    0.0051));
        }
    }

    private static int number(Section cpu) {
        return CpuPart.isAll(cpu) ? -1 : Integer.parseInt(cpu.text("cpu"));
    }

    private interface ToTimes {
        CpuTimes of(Sample sample);
    }

    private static void kernel(Seconds seconds, Section report) {
        Section tasks = report.section("process-and-context-switch");
        rate(
                seconds,
                "context switches",
                tasks.number("cswch", -1),
                s -> value(s.get(Cpus.GROUP)).contextSwitches());
        rate(
                seconds,
                "forks",
                tasks.number("proc", -1),
                s -> value(s.get(Cpus.GROUP)).forks());
        Section queue = report.section("queue");
        seconds.moment(
                "load",
                queue.number("ldavg-1", -1),
                s -> value(s.get(Load.GROUP)).one(),
                0.011);
        seconds.moment(
                "run queue",
                queue.number("runq-sz", -1) + 1,
                s -> value(s.get(Cpus.GROUP)).running(),
                8);
        Section paging = report.section("paging");
        for (var name : Map.of("pgpgin", "pgpgin", "pgpgout", "pgpgout", "fault", "pgfault", "majflt", "pgmajfault")
                .entrySet()) {
            rate(seconds, name.getValue(), paging.number(name.getKey(), -1), event(name.getValue()));
        }
        rate(seconds, "pswpout", report.section("swap-pages").number("pswpout", -1), event("pswpout"));
    }

    private static ToDoubleFunction<Sample> event(String name) {
        return s -> value(s.get(Memory.EVENTS).then(m -> m.get(name)));
    }

    private static void memory(Seconds seconds, Section report) {
        Section memory = report.section("memory");
        for (var name : Map.of(
                        "memfree",
                        "MemFree",
                        "avail",
                        "MemAvailable",
                        "buffers",
                        "Buffers",
                        "cached",
                        "Cached",
                        "slab",
                        "Slab",
                        "anonpg",
                        "AnonPages",
                        "dirty",
                        "Dirty")
                .entrySet()) {
            seconds.moment(
                    name.getValue(),
                    memory.number(name.getKey(), -1),
                    s -> value(s.get(Memory.INFO).then(m -> m.get(name.getValue()))),
                    32 << 10);
        }
    }

    private static void network(Seconds seconds, Section network) {
        Section loopback = network.list("net-dev").stream()
                .filter(d -> d.text("iface").equals("lo"))
                .findFirst()
                .orElseThrow();
        rate(seconds, "lo packets", loopback.number("rxpck", -1), s -> lo(s).rxPackets());
        rate(seconds, "lo packets sent", loopback.number("txpck", -1), s -> lo(s).txPackets());
        ToDoubleFunction<Sample> bytes = s -> lo(s).rxBytes();
        seconds.rate("lo bytes", loopback.number("rxkB", -1), ours(seconds, bytes), bytes, 1024);
        Section tcp = network.section("net-tcp");
        rate(seconds, "TCP opened", tcp.number("active", -1), tcp("ActiveOpens"));
        rate(seconds, "TCP accepted", tcp.number("passive", -1), tcp("PassiveOpens"));
        rate(seconds, "TCP received", tcp.number("iseg", -1), tcp("InSegs"));
        rate(seconds, "TCP sent", tcp.number("oseg", -1), tcp("OutSegs"));
        rate(seconds, "TCP again", network.section("net-etcp").number("retrans", -1), tcp("RetransSegs"));
    }

    private static Interface lo(Sample sample) {
        return Objects.requireNonNull(
                value(sample.get(Interfaces.GROUP)).byName().get("lo"));
    }

    private static ToDoubleFunction<Sample> tcp(String name) {
        return s -> value(s.get(Protocols.BASIC).then(p -> p.get("Tcp." + name)));
    }

    /** sysstat tells pressure in percent of the time. */
    private static void pressure(Seconds seconds, Section psi) {
        for (var resource : Map.of("psi-cpu", Pressure.CPU, "psi-io", Pressure.IO, "psi-mem", Pressure.MEMORY)
                .entrySet()) {
            ToDoubleFunction<Sample> waited =
                    s -> value(s.get(resource.getValue())).some();
            seconds.rate(
                    resource.getKey(),
                    psi.section(resource.getKey()).number("some_avg", -1),
                    ours(seconds, waited),
                    waited,
                    1e4);
        }
    }

    private static void disk(Seconds seconds, String name, double queue, double percent) {
        Disk.Use use = value(value(seconds.interval()
                .change(Disks.GROUP)
                .map(c -> Disk.use(c.of(disks -> disk(disks, name))))));
        ToDoubleFunction<Sample> inFlight =
                s -> disk(value(s.get(Disks.GROUP)), name).queueMillis() / 1e3;
        ToDoubleFunction<Sample> busy =
                s -> disk(value(s.get(Disks.GROUP)), name).busyMillis() / 1e3;
        seconds.rate(name + " in flight", queue, use.queue(), inFlight, 1);
        seconds.rate(name + " in use", percent, use.utilisation(), busy, 0.01);
    }

    /** The disks that were there all the time: others on this machine may attach and detach some. */
    private static List<Section> stayed(Seconds seconds, Section report, String key) {
        List<Section> stayed = report.list("disk").stream()
                .filter(d -> seconds.has(s -> value(s.get(Disks.GROUP)).byName().containsKey(d.text(key))))
                .toList();
        assertFalse(stayed.isEmpty(), "no disk to compare");
        return stayed;
    }

    private static Disk disk(Disks disks, String name) {
        return Objects.requireNonNull(disks.byName().get(name));
    }

    private interface Way {
        Measured<Disk.Way> of(Change<Disk> change);
    }

    private static void way(
            Seconds seconds,
            String name,
            Section told,
            String key,
            Way way,
            ToLongFunction<Disk> requests,
            ToLongFunction<Disk> sectors,
            ToLongFunction<Disk> millis) {
        Disk.Way ours =
                value(value(seconds.interval().change(Disks.GROUP).map(c -> way.of(c.of(disks -> disk(disks, name))))));
        ToDoubleFunction<Sample> count = s -> requests.applyAsLong(disk(value(s.get(Disks.GROUP)), name));
        ToDoubleFunction<Sample> bytes = s -> 512 * sectors.applyAsLong(disk(value(s.get(Disks.GROUP)), name));
        ToDoubleFunction<Sample> time = s -> millis.applyAsLong(disk(value(s.get(Disks.GROUP)), name));
        seconds.rate(name + " " + key + "/s", told.number(key + "/s", -1), ours.operations(), count, 1);
        seconds.rate(name + " " + key + "kB/s", told.number(key + "kB/s", -1), ours.bytes(), bytes, 1024);
        seconds.ratio(
                name + " " + key + "_await", told.number(key + "_await", -1), ours.await(), time, count, 0, 0.0051);
    }

    private static void rate(Seconds seconds, String what, double theirs, ToDoubleFunction<Sample> counter) {
        seconds.rate(what, theirs, ours(seconds, counter), counter, 1);
    }

    private static double ours(Seconds seconds, ToDoubleFunction<Sample> counter) {
        return value(seconds.interval().rate(Cpus.GROUP, c -> 0)) // both samples are there
                + (counter.applyAsDouble(seconds.before2()) - counter.applyAsDouble(seconds.before1()))
                        / seconds.interval().seconds();
    }

    private static <T> T value(Measured<T> measured) {
        return switch (measured) {
            case Measured.Value<T>(T value) -> value;
            case Measured.Unmeasurable<T>(String why) -> throw new AssertionError(why);
        };
    }
}
