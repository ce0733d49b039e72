package dev.drover.screen;

import dev.drover.heap.SmallHeap;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.use.History;
import dev.drover.observe.use.Row;
import dev.drover.observe.use.UseTable;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Standing;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples a host, again and again: rows are of the newest interval, the verdict is of the last ten seconds, trails of the last
 * minute. For one thread.
 */
public final class Pulse {
    private static final double JUDGED_SECONDS = 10;
    private static final int LEAST_JUDGED = 3;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Sampler sampler;
    private final SmallHeap heap = new SmallHeap();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Standing standing = new Standing();
    private final History history;

    public Pulse(Tree tree, Ticker ticker, Duration every) {
        this.sampler = new Sampler(tree, ticker);
        this.history = new History((int) Math.max(2, REMEMBERED.dividedBy(every)));
    }

    /** Takes a sample; the first one has nothing to be compared with. */
    public Optional<Moment> beat() {
        samples.add(sampler.take());
        heap.tidy();
        if (samples.size() < 2) {
            return Optional.empty();
        }
        forget();
        List<Sample> all = List.copyOf(samples);
        var newest = new Window(all.subList(all.size() - 2, all.size()));
        List<Row> rows = UseTable.of(newest);
        history.add(rows);
        Sample last = all.getLast();
        Verdict verdict = standing.next(Diagnosis.of(new Window(all)).verdict(), last.at(), last.nanos());
        return Optional.of(
                new Moment(host(last), last.at(), newest.seconds(), rows, verdict, standing.since(), trails(rows)));
    }

    private void forget() {
        double newest = samples.getLast().nanos();
        while (samples.size() > LEAST_JUDGED && (newest - samples.getFirst().nanos()) / 1e9 > JUDGED_SECONDS) {
            samples.removeFirst();
        }
    }

    private Map<String, List<Double>> trails(List<Row> rows) {
        var trails = new HashMap<String, List<Double>>();
        rows.forEach(row -> trails.put(row.name(), history.of(row.name())));
        return trails;
    }

    private static String host(Sample sample) {
        String name = sample.get(Host.GROUP).map(Host::name).orElse("this host");
        String kernel = sample.get(Host.GROUP).map(h -> ", Linux " + h.kernel()).orElse("");
        String cpus = sample.get(Cpus.GROUP)
                .map(c -> ", " + c.count() + (c.count() == 1 ? " CPU" : " CPUs"))
                .orElse("");
        return name + cpus + kernel;
    }
}
