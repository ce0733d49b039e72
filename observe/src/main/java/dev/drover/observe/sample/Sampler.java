package dev.drover.observe.sample;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.plane.Ticker;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes samples from a tree, one after another. For one thread. */
public final class Sampler {
    private final Refusals tree;
    private final Ticker ticker;
    private final Map<Group<?>, Group.Reader<?>> readers = new LinkedHashMap<>();

    public Sampler(Tree tree, Ticker ticker) {
        this(tree, ticker, Groups.ALL);
    }

    public Sampler(Tree tree, Ticker ticker, List<Group<?>> groups) {
        this.tree = new Refusals(tree);
        this.ticker = ticker;
        groups.forEach(group -> readers.put(group, group.reader()));
    }

    public Sample take() {
        Instant at = ticker.instant();
        long nanos = ticker.nanos();
        tree.nextRound(at, nanos);
        var readings = new HashMap<Group<?>, Measured<?>>();
        readers.forEach((group, reader) -> readings.put(group, reader.read(tree)));
        return new Sample(at, nanos, Map.copyOf(readings), tree.all());
    }
}
