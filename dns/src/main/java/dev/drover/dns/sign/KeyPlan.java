package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which keys a zone has when: a function of time alone, so that all nodes with one secret agree and nothing has to be remembered.
 *
 * <pre>
 *   key n-1  ...signs|  stays, for what it signed  |
 *   key n      there |------------ signs ----------|  stays  |
 *   key n+1                                  there |--- signs ...      pre-publish, RFC 6781 section 4.1.1.1
 * </pre>
 *
 * Keys that the zone above vouches for are others when somebody says so: the operator, or who asks that zone whether it has followed.
 */
public final class KeyPlan {
    /** How long a key is there before it signs: longer than anybody keeps the keys before. */
    static final Duration AHEAD = Duration.ofDays(2);

    /** How long a key stays when it has signed its last: no signature is valid for longer, and none is kept for longer. */
    static final Duration BEHIND = Signatures.VALID.plusDays(2);

    /** The least that lies between two keys: more than both of these together. */
    public static final Duration SHORTEST_ROLL = Duration.ofDays(30);

    private final DnsName origin;
    private final Algorithm algorithm;
    private final Derivation secret;
    private final Function<Instant, Optional<Entries>> entries;
    private final Duration roll;
    private final Map<Long, SigningKey> made = new HashMap<>();
    private final List<SigningKey> fixed;

    private KeyPlan(
            DnsName origin,
            Algorithm algorithm,
            Derivation secret,
            Function<Instant, Optional<Entries>> entries,
            Duration roll,
            List<SigningKey> fixed) {
        this.origin = origin;
        this.algorithm = algorithm;
        this.secret = secret;
        this.entries = entries;
        this.roll = roll;
        this.fixed = List.copyOf(fixed);
    }

    /**
     * Keys derived from a secret.
     *
     * @param entries numbers of the keys that the zone above vouches for, or is about to
     * @param roll how long each of the other keys signs; zero for ever
     */
    public static KeyPlan derived(
            DnsName origin, Algorithm algorithm, Derivation secret, List<Integer> entries, Duration roll) {
        Optional<Entries> fixed = Optional.of(Entries.fixed(entries));
        return derived(origin, algorithm, secret, now -> fixed, roll);
    }

    /** The same with keys that the zone above vouches for as they are at a moment; empty while that is not known. */
    public static KeyPlan derived(
            DnsName origin,
            Algorithm algorithm,
            Derivation secret,
            Function<Instant, Optional<Entries>> entries,
            Duration roll) {
        if (!roll.isZero() && roll.compareTo(SHORTEST_ROLL) < 0) {
            throw new IllegalArgumentException("a key that signs for " + roll);
        }
        return new KeyPlan(origin, algorithm, secret, entries, roll, List.of());
    }

    /** Keys that somebody made elsewhere; they stay. */
    public static KeyPlan imported(DnsName origin, List<SigningKey> keys) {
        return new KeyPlan(
                origin,
                keys.getFirst().algorithm(),
                new Derivation(new byte[Derivation.SHORTEST]),
                now -> Optional.empty(),
                Duration.ZERO,
                keys);
    }

    public DnsName origin() {
        return origin;
    }

    /** A key and what it does. */
    public record State(SigningKey key, Entries.Standing standing, String does, Instant until) {}

    /** Whether it is known now which keys there are: else nobody may sign, nor say that the zone is not signed. */
    public boolean isKnown(Instant now) {
        return !fixed.isEmpty() || entries.apply(now).isPresent();
    }

    /** A key that the zone above vouches for, or is about to. */
    public synchronized SigningKey entry(int number) {
        return made.computeIfAbsent(-(long) number, k -> secret.entry(origin, algorithm, number));
    }

    public synchronized Keys at(Instant now) {
        if (!fixed.isEmpty()) {
            List<SigningKey> above = fixed.stream().filter(SigningKey::isEntry).toList();
            SigningKey zone =
                    fixed.stream().filter(k -> !k.isEntry()).findFirst().orElse(fixed.getFirst());
            List<SigningKey> entry = above.isEmpty() ? List.of(zone) : above;
            return new Keys(fixed, entry, zone, List.of(entry.getLast()));
        }
        Entries there = entries.apply(now).orElseThrow(() -> new IllegalStateException("keys that are not known"));
        List<SigningKey> above =
                there.all().stream().map(e -> entry(e.number())).toList();
        var published = new ArrayList<>(above);
        long active = number(now);
        for (long n = active - 1; n <= active + 1; n++) {
            boolean isThere = n == active
                    || (!roll.isZero()
                            && n >= 0
                            && (n < active
                                    ? now.isBefore(start(active).plus(BEHIND))
                                    : !now.isBefore(start(n).minus(AHEAD))));
            if (isThere) {
                published.add(zoneKey(n));
            }
        }
        made.keySet().removeIf(n -> n >= 0 && (n < active - 1 || n > active + 1));
        List<SigningKey> announced =
                there.announced().stream().mapToObj(this::entry).toList();
        return new Keys(published, above, zoneKey(active), announced);
    }

    private SigningKey zoneKey(long number) {
        return made.computeIfAbsent(number, n -> secret.zone(origin, algorithm, n));
    }

    private long number(Instant now) {
        return roll.isZero() ? 0 : Math.floorDiv(now.getEpochSecond(), roll.toSeconds());
    }

    private Instant start(long number) {
        return Instant.ofEpochSecond(number * roll.toSeconds());
    }

    /** What each key does at a moment, in words, and when that ends; {@link Instant#MAX} for never. */
    public synchronized List<State> states(Instant now) {
        Keys keys = at(now);
        var states = new ArrayList<State>();
        entries.apply(now)
                .ifPresent(there -> there.all()
                        .forEach(e -> states.add(new State(entry(e.number()), e.standing(), e.does(), e.until()))));
        keys.published().stream()
                .filter(key -> !fixed.isEmpty() || !keys.entries().contains(key))
                .forEach(key -> states.add(state(key, keys, now)));
        return states;
    }

    private State state(SigningKey key, Keys keys, Instant now) {
        if (keys.entries().contains(key)) {
            String all = key == keys.zone() ? "signs everything" : "signs the keys";
            return new State(key, Entries.Standing.ACTIVE, all, Instant.MAX);
        }
        if (key == keys.zone()) {
            Instant end = roll.isZero() ? Instant.MAX : start(number(now) + 1);
            return new State(key, Entries.Standing.ACTIVE, "signs the records", end);
        }
        if (!fixed.isEmpty()) {
            return new State(key, Entries.Standing.PUBLISHED, "is published", Instant.MAX);
        }
        return key == made.get(number(now) + 1)
                ? new State(key, Entries.Standing.PUBLISHED, "is published, and signs next", start(number(now) + 1))
                : new State(
                        key,
                        Entries.Standing.RETIRING,
                        "is published for what it signed",
                        start(number(now)).plus(BEHIND));
    }
}
