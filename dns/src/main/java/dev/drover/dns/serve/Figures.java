package dev.drover.dns.serve;

import dev.drover.dns.sample.Sampler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * How many queries were answered how, since the start. Each thread counts for itself, without a word to others; whoever reads adds up what
 * all of them have, which may lack what is being answered just then.
 */
public final class Figures {
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final Function<String, Sampler> samplers;

    /** Nothing is drawn. */
    public Figures() {
        this(transport -> Sampler.idle());
    }

    /** @param samplers makes one for a thread, by the word of its transport */
    public Figures(Function<String, Sampler> samplers) {
        this.samplers = samplers;
    }

    /** How a query came. */
    public enum Transport {
        UDP,
        TCP,
        TLS,
        HTTPS
    }

    /**
     * What is counted apart.
     *
     * @param zone its origin without the last dot; {@code .} is the root, empty for no zone of ours
     */
    public record Answered(String zone, String type, String rcode, Transport transport)
            implements Comparable<Answered> {
        @Override
        public int compareTo(Answered other) {
            return toString().compareTo(other.toString());
        }
    }

    /**
     * The step of a chain that had the last word.
     *
     * @param step its word; the word none stands for an answer of all there are
     */
    public record Decided(String zone, String step) implements Comparable<Decided> {
        @Override
        public int compareTo(Decided other) {
            return toString().compareTo(other.toString());
        }
    }

    /** A tally for one thread. */
    Tally open(Transport transport) {
        var tally = new Tally(transport, samplers.apply(transport.name().toLowerCase(Locale.ROOT)));
        tallies.add(tally);
        return tally;
    }

    /** All that was answered, and only what was at least once. */
    public Map<Answered, Long> answered() {
        var all = new TreeMap<Answered, Long>();
        tallies.forEach(t -> t.answered((what, count) -> all.merge(what, count, Long::sum)));
        return all;
    }

    public Map<Decided, Long> decided() {
        var all = new TreeMap<Decided, Long>();
        tallies.forEach(t -> t.decided((what, count) -> all.merge(what, count, Long::sum)));
        return all;
    }

    /** Answers that did not fit a datagram, so that the client had to come by a stream. */
    public long truncated() {
        return tallies.stream().mapToLong(Tally::truncated).sum();
    }

    /** What was no query that could be answered, and got nothing. */
    public long dropped() {
        return tallies.stream().mapToLong(Tally::dropped).sum();
    }

    /** Answers by code; cheap however many zones there are. */
    public Map<String, Long> byRcode() {
        var all = new TreeMap<String, Long>();
        for (Tally tally : tallies) {
            tally.byRcode((rcode, count) -> all.merge(rcode, count, Long::sum));
        }
        return all;
    }
}
