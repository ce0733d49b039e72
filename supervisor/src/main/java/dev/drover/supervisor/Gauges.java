package dev.drover.supervisor;

import dev.drover.plane.Processes;
import dev.drover.plane.Processes.State;
import dev.drover.supervisor.output.Logs;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** What Prometheus is told of processes, read when it asks. */
final class Gauges implements AutoCloseable {
    private static final String[] LABELS = {"service", "instance"};

    private final PrometheusRegistry registry;
    private final List<Collector> collectors;

    Gauges(PrometheusRegistry registry, Processes processes, Logs logs) {
        this.registry = registry;
        this.collectors =
                List.of(restarts(processes), states(processes), memory(processes), cpu(processes), dropped(logs));
        collectors.forEach(registry::register);
    }

    private static Collector restarts(Processes processes) {
        return CounterWithCallback.builder()
                .name("drover_process_restarts_total")
                .help("Starts of a process after its first")
                .labelNames(LABELS)
                .callback(to -> processes.states().forEach(s -> to.call(s.restarts(), labels(s))))
                .build();
    }

    private static Collector states(Processes processes) {
        return GaugeWithCallback.builder()
                .name("drover_process_state")
                .help("1 for the state that a process is in")
                .labelNames("service", "instance", "state")
                .callback(to -> {
                    for (State s : processes.states()) {
                        for (Processes.Phase phase : Processes.Phase.values()) {
                            to.call(phase == s.phase() ? 1 : 0, s.id().service(), s.id().instance(), phase.words());
                        }
                    }
                })
                .build();
    }

    private static Collector memory(Processes processes) {
        return GaugeWithCallback.builder()
                .name("drover_process_resident_memory_bytes")
                .help("Resident memory of a process and its children")
                .labelNames(LABELS)
                .callback(to -> processes
                        .states()
                        .forEach(s -> s.residentBytes().ifPresent(bytes -> to.call((double) bytes, labels(s)))))
                .build();
    }

    private static Collector cpu(Processes processes) {
        return CounterWithCallback.builder()
                .name("drover_process_cpu_seconds_total")
                .help("Processor time of a process and its children since its start")
                .labelNames(LABELS)
                .callback(to -> processes
                        .states()
                        .forEach(s -> s.cpu().ifPresent(cpu -> to.call(cpu.toNanos() / 1e9, labels(s)))))
                .build();
    }

    private static Collector dropped(Logs logs) {
        return CounterWithCallback.builder()
                .name("drover_process_output_dropped_lines_total")
                .help("Lines of output that were not kept because the disk was full or slow")
                .labelNames(LABELS)
                .callback(to -> logs.dropped().forEach((id, n) -> to.call((double) n, id.service(), id.instance())))
                .build();
    }

    private static String[] labels(State state) {
        return new String[] {state.id().service(), state.id().instance()};
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
    }
}
