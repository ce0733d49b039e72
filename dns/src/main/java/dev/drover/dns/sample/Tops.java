package dev.drover.dns.sample;

import dev.drover.plane.Ticker;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.TopList.By;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.FrequentItemsSketch;

/**
 * Who and what is seen most, in the last five to ten minutes: sketches of frequent items (Anderson and others: A High-Performance
 * Algorithm for Identifying Frequent Items in Data Streams, 2017), whose memory is fixed whatever comes.
 */
final class Tops {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Of an interval that holds in 95 of 100 cases: 1.96 standard deviations of a half. */
    private static final double HALF_WIDTH = 0.98;

    private final Ticker ticker;
    private final Map<Sampler, Seen> seen = new WeakHashMap<>();
    private Window before;
    private Window now;

    Tops(Ticker ticker) {
        this.ticker = ticker;
        this.now = new Window(ticker.instant());
        this.before = now;
    }

    /** What a sampler had lost, and how many queries its samples stood for, since it was adjusted. */
    private static final class Seen {
        private long lost;
        private long queries;
        private long since;
    }

    /** A few minutes. */
    private static final class Window {
        private final Instant since;
        private final Map<By, FrequentItemsSketch<String>> items = new EnumMap<>(By.class);
        private long queries;
        private long samples;
        private long lost;
        private double squares;

        Window(Instant since) {
            this.since = since;
            for (By by : By.values()) {
                items.put(by, new FrequentItemsSketch<>(size(by)));
            }
        }
    }

    /** Places in a sketch, a power of two; three quarters are used. */
    private static int size(By by) {
        return switch (by) {
            case NAME, CLIENT -> 4096;
            case ZONE -> 1024;
            case TYPE, RCODE -> 64;
        };
    }

    synchronized void take(Sample sample) {
        roll();
        now.queries += sample.weight();
        now.samples++;
        now.squares += (double) sample.weight() * sample.weight();
        for (Map.Entry<By, FrequentItemsSketch<String>> entry : now.items.entrySet()) {
            entry.getValue().update(item(entry.getKey(), sample), sample.weight());
        }
    }

    private static String item(By by, Sample sample) {
        return switch (by) {
            case NAME -> sample.name();
            case CLIENT -> sample.client().toString();
            case ZONE -> sample.zone();
            case TYPE -> sample.type();
            case RCODE -> sample.rcode();
        };
    }

    private void roll() {
        Instant time = ticker.instant();
        if (!time.isBefore(now.since.plus(WINDOW))) {
            boolean old = !time.isBefore(now.since.plus(WINDOW.multipliedBy(2)));
            var next = new Window(time);
            before = old ? next : now;
            now = next;
        }
    }

    /** A sampler draws about so many a second, however much is asked. */
    synchronized void adjust(Sampler sampler, int wanted) {
        long nanos = ticker.nanos();
        Seen last = seen.computeIfAbsent(sampler, s -> {
            var first = new Seen();
            first.since = nanos;
            return first;
        });
        long lost = sampler.lost().queries();
        now.lost += lost - last.lost;
        last.lost = lost;
        long elapsed = nanos - last.since;
        if (elapsed >= LOOK.toNanos()) {
            long queries = sampler.stood() + lost;
            double perSecond = (double) (queries - last.queries) * 1e9 / (double) elapsed;
            last.queries = queries;
            last.since = nanos;
            sampler.draws(Integer.highestOneBit((int) Math.clamp(2 * perSecond / wanted, 1, 1 << 20)));
        }
    }

    synchronized TopList list(By by, int most) {
        roll();
        var all = new FrequentItemsSketch<String>(size(by));
        all.merge(items(now, by));
        long queries = now.queries;
        long samples = now.samples;
        long lost = now.lost;
        double squares = now.squares;
        if (before != now) {
            all.merge(items(before, by));
            queries += before.queries;
            samples += before.samples;
            lost += before.lost;
            squares += before.squares;
        }
        var rows = new ArrayList<TopList.Row>();
        for (FrequentItemsSketch.Row<String> row : rows(all, most)) {
            rows.add(row(row, queries == 0 ? 1 : squares / (double) queries));
        }
        return new TopList(by, before.since, ticker.instant(), queries, samples, lost, rows);
    }

    private static FrequentItemsSketch<String> items(Window window, By by) {
        FrequentItemsSketch<String> found = window.items.get(by);
        if (found == null) {
            throw new IllegalStateException("no sketch of " + by);
        }
        return found;
    }

    private static List<FrequentItemsSketch.Row<String>> rows(FrequentItemsSketch<String> of, int most) {
        List<FrequentItemsSketch.Row<String>> rows = List.of(of.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES));
        return rows.subList(0, Math.min(most, rows.size()));
    }

    /**
     * The sketch knows its own bounds; those of sampling are added: of what is rare the count is near a Poisson number, whose root has a
     * variance of a quarter (Anscombe: The Transformation of Poisson, Binomial and Negative-Binomial Data, 1948).
     */
    private static TopList.Row row(FrequentItemsSketch.Row<String> row, double weight) {
        long least = row.getLowerBound();
        long most = row.getUpperBound();
        if (weight > 1) {
            double low = Math.sqrt((double) least / weight + 0.375) - HALF_WIDTH;
            double high = Math.sqrt((double) most / weight + 0.375) + HALF_WIDTH;
            least = (long) (weight * Math.max(0, low * Math.abs(low) - 0.375));
            most = (long) Math.ceil(weight * (high * high - 0.375));
        }
        return new TopList.Row(row.getItem(), row.getEstimate(), least, most);
    }
}
