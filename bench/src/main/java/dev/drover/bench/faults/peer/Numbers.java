package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Thermal;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.host.Clock;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.process.Descriptors;
import dev.drover.observe.sample.Window;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Numbers of a window as alerts ask for them; shares are percent. Of many things the worst one counts. */
final class Numbers {
    private static final double KIB_OF_A_PAGE = 4;

    private Numbers() {}

    private static Measured<Double> worst(DoubleStream values, String none) {
        OptionalDouble max = values.max();
        return max.isPresent() ? Measured.of(max.getAsDouble()) : Measured.not(none);
    }

    static Function<Window, Measured<Double>> cpu(ToDoubleFunction<CpuShares> share) {
        return window -> window.change(Cpus.GROUP).then(Cpus::shares).map(s -> 100 * share.applyAsDouble(s));
    }

    /** Of the CPU that has most of it. */
    static Function<Window, Measured<Double>> oneCpu(ToDoubleFunction<CpuShares> share) {
        return window -> window.change(Cpus.GROUP)
                .then(change -> worst(
                        pairs(change, cpus -> cpus.each())
                                .flatMap(cpu -> stream(CpuTimes.shares(cpu)))
                                .mapToDouble(s -> 100 * share.applyAsDouble(s)),
                        "no CPU"));
    }

    /** The changes of all things of a kind that were there at both ends. */
    static <T, K, V> Stream<Change<V>> pairs(Change<T> change, Function<T, Map<K, V>> things) {
        Map<K, V> before = things.apply(change.before());
        return things.apply(change.after()).entrySet().stream().flatMap(e -> {
            V first = before.get(e.getKey());
            return first == null ? Stream.empty() : Stream.of(new Change<>(first, e.getValue(), change.seconds()));
        });
    }

    private static <T> Stream<T> stream(Measured<T> measured) {
        return switch (measured) {
            case Measured.Value<T>(T value) -> Stream.of(value);
            case Measured.Unmeasurable<T> none -> Stream.empty();
        };
    }

    static Measured<Double> cpuCount(Window window) {
        return window.now(Cpus.GROUP).map(cpus -> (double) cpus.count());
    }

    /**
     * What the load averages of this window come to if it goes on: tasks that run, want to or wait for I/O, on average; the one of the
     * last minute if that is more.
     */
    static Measured<Double> load(Window window) {
        double tasks = window.samples().stream()
                .flatMap(sample -> stream(sample.get(Cpus.GROUP)))
                .mapToDouble(cpus -> Math.max(0, cpus.running() - 1) + cpus.blocked())
                .average()
                .orElse(0);
        return window.now(Load.GROUP).map(load -> Math.max(tasks, load.one()));
    }

    static Measured<Double> loadOfEachCpu(Window window) {
        return load(window).then(load -> cpuCount(window).map(count -> load / count));
    }

    static Measured<Double> switchesOfEachCpu(Window window) {
        return window.whole()
                .rate(Cpus.GROUP, Cpus::contextSwitches)
                .then(rate -> cpuCount(window).map(count -> rate / count));
    }

    /** Percent of the time in which heat slowed the CPU that it slowed most. */
    static Measured<Double> slowedByHeat(Window window) {
        return window.change(Thermal.GROUP)
                .then(change -> worst(
                        pairs(change, heat -> heat.slowedMillis())
                                .mapToDouble(cpu -> (cpu.after() - cpu.before()) / (10 * cpu.seconds())),
                        "no CPU"));
    }

    static Function<Window, Measured<Double>> rate(Group<Named> group, String name) {
        return window -> window.whole().rate(group, name);
    }

    /** How often something happened in the window. */
    static Function<Window, Measured<Double>> count(Group<Named> group, String name) {
        return window -> window.whole().rate(group, name).map(rate -> rate * window.seconds());
    }

    static Function<Window, Measured<Double>> memory(ToDoubleFunction<Function<String, Double>> formula) {
        return window -> window.now(Memory.INFO)
                .then(info -> info.get("MemTotal")
                        .map(total -> formula.applyAsDouble(
                                name -> (double) info.get(name).orElse(0L))));
    }

    static Measured<Double> available(Window window) {
        return window.now(Memory.INFO).then(Memory::available).map(share -> 100 * share);
    }

    /** Percent of the memory that was written to swap. */
    static Measured<Double> swappedOut(Window window) {
        return count(Memory.EVENTS, "pswpout")
                .apply(window)
                .then(pages -> window.now(Memory.INFO)
                        .then(info -> info.get("MemTotal"))
                        .map(total -> 100 * pages * KIB_OF_A_PAGE / Math.max(1, total)));
    }

    /** Percent of the seconds in which at least so many pages were written to swap. */
    static Measured<Double> secondsWithSwapOut(Window window, double pages) {
        return window.rates(Memory.EVENTS, "pswpout").map(series -> 100 * series.shareOver(Math.nextDown(pages)));
    }

    /** Of devices only: peers leave out loops, memory and parts of disks as well. */
    static Function<Window, Measured<Double>> disk(ToDoubleFunction<Disk.Use> number) {
        return window -> window.change(Disks.GROUP)
                .then(change -> worst(
                        pairs(change, disks -> disks.byName())
                                .filter(disk -> disk.after().kind() != Disk.Kind.NOT_A_DEVICE)
                                .flatMap(disk -> stream(Disk.use(disk)))
                                .mapToDouble(number),
                        "no disk"));
    }

    static Function<Window, Measured<Double>> fileSystem(
            Predicate<FileSystems.FileSystem> which, ToDoubleFunction<FileSystems.FileSystem> number) {
        return window -> window.now(FileSystems.GROUP)
                .then(all -> worst(
                        all.byPoint().values().stream()
                                .filter(fs -> fs.bytes() > 0)
                                .filter(which)
                                .mapToDouble(number),
                        "no file system"));
    }

    /** Of the group nearest to its limit of memory, in percent. */
    static Measured<Double> groupMemory(Window window) {
        return window.now(Cgroups.GROUP)
                .then(groups -> worst(
                        groups.byPath().values().stream()
                                .flatMap(group -> stream(group.memory()))
                                .mapToDouble(memory -> 100.0 * memory.current() / Math.max(1, memory.limit())),
                        "no group has a limit"));
    }

    /** Of the group whose quota was used up in most of its periods, in percent. */
    static Measured<Double> groupThrottled(Window window) {
        return window.change(Cgroups.GROUP)
                .then(change -> worst(
                        pairs(change, groups -> groups.byPath())
                                .flatMap(group -> stream(Cgroup.throttling(group)))
                                .mapToDouble(t -> 100 * t.share()),
                        "no group has a quota"));
    }

    /** Of the process nearest to its limit of descriptors, in percent; the doctor notes those over a half only. */
    static Measured<Double> processFiles(Window window) {
        return window.now(Descriptors.GROUP)
                .map(files -> files.tables().stream()
                        .mapToDouble(table -> 100 * table.full())
                        .max()
                        .orElse(0));
    }

    /** 1 if the clock is off by this many seconds and nothing brings it back, else 0. */
    static Measured<Double> clockOff(Window window, double seconds) {
        return window.change(Clock.GROUP)
                .map(change -> Math.abs(change.after().offset()) > seconds
                                && Math.abs(change.after().offset())
                                        >= Math.abs(change.before().offset())
                        ? 1.0
                        : 0.0);
    }
}
