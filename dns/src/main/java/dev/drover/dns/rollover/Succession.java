package dev.drover.dns.rollover;

import dev.drover.dns.sign.Entries;
import dev.drover.dns.sign.Entries.Entry;
import dev.drover.dns.sign.Entries.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far one zone has got: which key the zone above vouches for, and whether another is about to follow. Nothing but a step leads to the next, so
 * a clock that goes back, or a lifetime that is changed, takes nothing away that was published.
 *
 * @param step grows with each
 * @param key number of the key that is in use; the one that follows has the next
 * @param since when that was so first
 */
public record Succession(long step, int key, Instant since, Stage stage) {
    /** How long a key signs beside the other before the zone above is told of it: longer than anybody keeps the keys before. */
    static final Duration AHEAD = Duration.ofDays(2);

    /** How long the old key stays, at least, when the zone above vouches for the new one. */
    static final Duration BEHIND = Duration.ofDays(2);

    /** Beyond the TTL of the DS record: servers of the zone above that nobody named may be late. */
    static final Duration LATE = Duration.ofDays(1);

    /** Who says so when the zone above was asked. */
    private static final String ABOVE = "above";

    private static final int LONGEST_NAME = 64;

    public Succession {
        since = since.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What there is beside the key in use. */
    public sealed interface Stage {
        /** Nothing. */
        record Alone() implements Stage {}

        /** The next one is published. */
        record Joined(Instant at) implements Stage {
            /** When the zone above is told of it. */
            Instant announced() {
                return at.plus(AHEAD);
            }
        }

        /**
         * The zone above vouches for the next one.
         *
         * @param joined when that was published
         * @param until when nobody keeps a DS record of the old one any more
         * @param by who says so, or empty where that zone was asked
         */
        record Vouched(Instant joined, Instant at, Instant until, Optional<String> by) implements Stage {}

        /**
         * Keys change when the operator says so.
         *
         * @param numbers those that the operator wants there
         * @param at since when all of them are there
         */
        record ByHand(List<Integer> numbers, Instant at) implements Stage {
            public ByHand {
                numbers = List.copyOf(numbers);
            }
        }
    }

    static Succession first(int key, Instant now) {
        return new Succession(1, key, now, new Stage.Alone());
    }

    /** The keys of a moment. */
    public Entries entries(Instant now, Duration lifetime) {
        int next = key + 1;
        return switch (stage) {
            case Stage.Alone() ->
                new Entries(
                        List.of(new Entry(
                                key,
                                Standing.ACTIVE,
                                "signs the keys; another follows from " + since.plus(lifetime),
                                Instant.MAX)),
                        key);
            case Stage.ByHand hand -> Entries.fixed(hand.numbers());
            case Stage.Joined joined -> {
                boolean told = !now.isBefore(joined.announced());
                Entry old = new Entry(key, Standing.ACTIVE, "signs the keys", Instant.MAX);
                Entry young = told
                        ? new Entry(next, Standing.WAITING, "signs the keys, and waits for the zone above", Instant.MAX)
                        : new Entry(
                                next,
                                Standing.PUBLISHED,
                                "signs the keys, and is announced to the zone above next",
                                joined.announced());
                yield new Entries(List.of(old, young), told ? next : key);
            }
            case Stage.Vouched vouched ->
                new Entries(
                        List.of(
                                new Entry(
                                        key,
                                        Standing.RETIRING,
                                        "signs the keys for who keeps its DS record",
                                        vouched.until()),
                                new Entry(next, Standing.ACTIVE, "signs the keys", Instant.MAX)),
                        next);
        };
    }

    /**
     * The first moment at which another key can be published beside, or in place of, those that are here.
     *
     * @param heard nothing beyond this has happened before
     */
    Instant another(Duration lifetime, Instant heard) {
        return switch (stage) {
            case Stage.Alone() -> later(since.plus(lifetime), heard);
            case Stage.ByHand hand -> later(hand.at(), heard).plus(lifetime);
            case Stage.Joined joined -> later(joined.announced(), heard).plus(lifetime);
            case Stage.Vouched vouched -> later(vouched.at().plus(lifetime), heard);
        };
    }

    /** Numbers of all keys that are published. */
    public List<Integer> numbers() {
        return switch (stage) {
            case Stage.Alone _ -> List.of(key);
            case Stage.ByHand hand -> hand.numbers();
            case Stage.Joined _, Stage.Vouched _ -> List.of(key, key + 1);
        };
    }

    public boolean isByHand() {
        return stage instanceof Stage.ByHand;
    }

    /** Whether the zone above is to be asked for the DS record of the next key. */
    boolean isAsked(Instant now) {
        return switch (stage) {
            case Stage.Alone _, Stage.ByHand _ -> false;
            case Stage.Joined joined -> !now.isBefore(joined.announced());
            case Stage.Vouched _ -> true;
        };
    }

    /** Since when the zone above, or the operator, is waited for; empty while time alone is. */
    Optional<Instant> waitsSince(Instant now) {
        return switch (stage) {
            case Stage.Joined joined when isAsked(now) -> Optional.of(joined.announced());
            case Stage.Vouched vouched when !now.isBefore(vouched.until()) -> Optional.of(vouched.until());
            case Stage.Alone _, Stage.ByHand _, Stage.Joined _, Stage.Vouched _ -> Optional.empty();
        };
    }

    /**
     * What follows by now, if anything does. The old key goes only when the zone above shows the new one at that moment, or somebody who answers
     * for it said so.
     *
     * @param look at the zone above, a moment ago; null where nobody looked
     */
    Optional<Succession> next(Instant now, Duration lifetime, @Nullable Look look) {
        return switch (stage) {
            case Stage.ByHand _ -> Optional.empty();
            case Stage.Alone() ->
                now.isBefore(since.plus(lifetime))
                        ? Optional.empty()
                        : Optional.of(to(key, since, new Stage.Joined(now.truncatedTo(ChronoUnit.SECONDS))));
            case Stage.Joined joined ->
                isAsked(now) && look instanceof Look.Shown shown
                        ? Optional.of(
                                vouched(joined, now, longer(BEHIND, shown.ttl().plus(LATE)), Optional.empty()))
                        : Optional.empty();
            case Stage.Vouched vouched -> {
                if (look instanceof Look.Lacking) {
                    yield Optional.of(to(key, since, new Stage.Joined(vouched.joined())));
                }
                boolean sure = look instanceof Look.Shown || vouched.by().isPresent();
                yield sure && !now.isBefore(vouched.until())
                        ? Optional.of(to(key + 1, vouched.at(), new Stage.Alone()))
                        : Optional.empty();
            }
        };
    }

    /**
     * Somebody says that the zone above vouches for the next key; empty where none waits for that. Where that zone was asked and said so before, the
     * old key goes no later, and also if it cannot be asked again.
     */
    Optional<Succession> seen(Instant now, String by) {
        return switch (stage) {
            case Stage.Joined joined
            when isAsked(now) -> Optional.of(vouched(joined, now, BEHIND.plus(LATE), Optional.of(by)));
            case Stage.Vouched(var joined, var at, var until, var said)
            when said.isEmpty() -> Optional.of(to(key, since, new Stage.Vouched(joined, at, until, Optional.of(by))));
            case Stage.Alone _, Stage.Joined _, Stage.Vouched _, Stage.ByHand _ -> Optional.empty();
        };
    }

    /**
     * From now on keys follow each other by themselves, beginning with those that are there by hand: none of them goes because of that. Empty
     * where they are neither one nor two of which the second follows the first.
     */
    Optional<Succession> takenOver(Instant now) {
        if (!(stage instanceof Stage.ByHand(var numbers, var at))) {
            return Optional.empty();
        }
        int first = numbers.getFirst();
        if (numbers.size() == 1) {
            return Optional.of(to(first, now, new Stage.Alone()));
        }
        return numbers.equals(List.of(first, first + 1))
                ? Optional.of(to(first, since, new Stage.Joined(at)))
                : Optional.empty();
    }

    /** From now on keys are as the operator says. */
    Succession handedOver(List<Integer> byHand, Instant now) {
        Instant at = numbers().containsAll(byHand) ? together() : now.truncatedTo(ChronoUnit.SECONDS);
        return to(byHand.getLast(), since, new Stage.ByHand(byHand, at));
    }

    /** Since when all keys are there that are. */
    private Instant together() {
        return switch (stage) {
            case Stage.Alone() -> since;
            case Stage.Joined(var at) -> at;
            case Stage.Vouched vouched -> vouched.joined();
            case Stage.ByHand hand -> hand.at();
        };
    }

    private Succession vouched(Stage.Joined joined, Instant now, Duration keep, Optional<String> by) {
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        return to(key, since, new Stage.Vouched(joined.at(), at, at.plus(keep), by));
    }

    private Succession to(int number, Instant from, Stage next) {
        return new Succession(step + 1, number, from, next);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** As it is written down, without the step. */
    String text() {
        String rest = switch (stage) {
            case Stage.Alone() -> "alone";
            case Stage.ByHand(var numbers, var at) ->
                "hand " + at + " " + numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Stage.Joined(var at) -> "joined " + at;
            case Stage.Vouched(var joined, var at, var until, var by) ->
                "vouched " + joined + " " + at + " " + until + " "
                        + by.map(b -> "by " + plain(b)).orElse(ABOVE);
        };
        return key + " " + since + " " + rest;
    }

    private static String plain(String name) {
        String bare = name.replaceAll("[^!-~]+", "_");
        return bare.substring(0, Math.min(bare.length(), LONGEST_NAME));
    }

    /** What was written down; empty where it makes no sense. */
    static Optional<Succession> of(long step, String text) {
        String[] words = text.split(" ", -1);
        try {
            Stage stage = switch (words[2]) {
                case "alone" -> new Stage.Alone();
                case "hand" -> byHand(words);
                case "joined" -> new Stage.Joined(Instant.parse(words[3]));
                case "vouched" ->
                    new Stage.Vouched(
                            Instant.parse(words[3]),
                            Instant.parse(words[4]),
                            Instant.parse(words[5]),
                            words[6].equals(ABOVE) ? Optional.empty() : Optional.of(words[7]));
                default -> throw new IllegalArgumentException(words[2]);
            };
            return Optional.of(new Succession(step, Integer.parseInt(words[0]), Instant.parse(words[1]), stage));
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Those who wrote down no numbers had one key. */
    private static Stage byHand(String[] words) {
        if (words.length == 3) {
            return new Stage.ByHand(List.of(Integer.valueOf(words[0])), Instant.parse(words[1]));
        }
        List<Integer> numbers =
                Stream.of(words[4].split(",", -1)).map(Integer::valueOf).toList();
        return new Stage.ByHand(numbers, Instant.parse(words[3]));
    }
}
