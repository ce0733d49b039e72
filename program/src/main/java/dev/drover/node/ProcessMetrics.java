package dev.drover.node;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a scrape learns of the process and its virtual machine, under the names that Prometheus' own clients give them. What the
 * kernel does not tell is left out.
 */
final class ProcessMetrics implements MultiCollector {
    private final Path proc;

    /** @param proc what the kernel says of the process, {@code /proc/self} */
    ProcessMetrics(Path proc) {
        this.proc = proc;
    }

    @Override
    public MetricSnapshots collect() {
        var metrics = new ArrayList<MetricSnapshot>();
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration().ifPresent(cpu -> metrics.add(cpu(cpu)));
        info.startInstant().ifPresent(start -> metrics.add(start(start)));
        number("status", "VmRSS:", 1)
                .ifPresent(kib -> metrics.add(
                        gauge("process_resident_memory_bytes", "Resident memory size in bytes.", kib * 1024)));
        number("limits", "Max open files", 3)
                .ifPresent(most ->
                        metrics.add(gauge("process_max_fds", "Maximum number of open file descriptors.", most)));
        openFiles().ifPresent(open -> metrics.add(gauge("process_open_fds", "Number of open file descriptors.", open)));
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        metrics.add(heap("jvm_memory_used_bytes", "Used bytes of a given JVM memory area.", heap.getUsed()));
        metrics.add(heap(
                "jvm_memory_committed_bytes", "Committed (bytes) of a given JVM memory area.", heap.getCommitted()));
        metrics.add(heap("jvm_memory_max_bytes", "Max (bytes) of a given JVM memory area.", heap.getMax()));
        metrics.add(collections());
        return new MetricSnapshots(metrics);
    }

    private static CounterSnapshot cpu(Duration spent) {
        return CounterSnapshot.builder()
                .name("process_cpu_seconds")
                .help("Total user and system CPU time spent in seconds.")
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(spent.toNanos() / 1e9)
                        .build())
                .build();
    }

    private static GaugeSnapshot start(Instant at) {
        return gauge(
                "process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.",
                at.toEpochMilli() / 1e3);
    }

    private static SummarySnapshot collections() {
        var metric = SummarySnapshot.builder()
                .name("jvm_gc_collection_seconds")
                .help("Time spent in a given JVM garbage collector in seconds.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            metric.dataPoint(SummaryDataPointSnapshot.builder()
                    .labels(Labels.of("gc", collector.getName()))
                    .count(collector.getCollectionCount())
                    .sum(collector.getCollectionTime() / 1e3)
                    .build());
        }
        return metric.build();
    }

    private static GaugeSnapshot heap(String name, String help, long value) {
        return gauge(name, help, Labels.of("area", "heap"), (double) value);
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return gauge(name, help, Labels.EMPTY, value);
    }

    private static GaugeSnapshot gauge(String name, String help, Labels labels, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build())
                .build();
    }

    /** Since Linux 6.2 the size of the folder is the number; before it is 0, and they are counted. */
    private OptionalDouble openFiles() {
        Path folder = proc.resolve("fd");
        try {
            long size = Files.size(folder);
            if (size > 0) {
                return OptionalDouble.of((double) size);
            }
            try (Stream<Path> files = Files.list(folder)) {
                return OptionalDouble.of((double) files.count());
            }
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** The number at a place among the words of the first line that starts so. */
    private OptionalDouble number(String file, String start, int word) {
        try {
            List<String> lines = Files.readAllLines(proc.resolve(file));
            for (String line : lines) {
                if (line.startsWith(start)) {
                    String[] words = line.split("\\s+", -1);
                    return OptionalDouble.of(
                            words[word].equals("unlimited")
                                    ? Double.POSITIVE_INFINITY
                                    : Double.parseDouble(words[word]));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not told: left out.
        }
        return OptionalDouble.empty();
    }
}
