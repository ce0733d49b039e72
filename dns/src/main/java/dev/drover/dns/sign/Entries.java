package dev.drover.dns.sign;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which of the keys that the zone above vouches for, or is about to, there are at a moment. All of them sign the keys.
 *
 * @param announced number of the one that the zone above is asked to vouch for (RFC 7344); empty while it is to stay with what it has
 */
public record Entries(List<Entry> all, OptionalInt announced) {
    public Entries {
        all = List.copyOf(all);
        int number = announced.orElse(all.getFirst().number());
        if (all.stream().noneMatch(e -> e.number() == number)) {
            throw new IllegalArgumentException("key " + number + " is announced and not there");
        }
    }

    public Entries(List<Entry> all, int announced) {
        this(all, OptionalInt.of(announced));
    }

    /**
     * One key.
     *
     * @param does in words
     * @param until when that ends; {@link Instant#MAX} for never
     */
    public record Entry(int number, Standing standing, String does, Instant until) {}

    /** Where a key is in its life. */
    public enum Standing {
        /** There, so that all who keep keys know it when it is needed. */
        PUBLISHED,
        ACTIVE,
        /** Announced to the zone above, which does not vouch for it yet. */
        WAITING,
        /** There for those who keep what was true. */
        RETIRING
    }

    /** Keys that somebody chose, the last of which is announced. */
    public static Entries fixed(List<Integer> numbers) {
        return new Entries(
                numbers.stream()
                        .map(n -> new Entry(n, Standing.ACTIVE, "signs the keys", Instant.MAX))
                        .toList(),
                numbers.getLast());
    }
}
