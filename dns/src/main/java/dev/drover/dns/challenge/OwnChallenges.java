package dev.drover.dns.challenge;

import dev.drover.plane.Challenges;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The challenges of a node for itself, in memory: as many as nodes agree on, and as short. */
final class OwnChallenges {
    static final int MOST_OF_A_NAME = 16;
    static final int MOST = 1000;

    private final InstantSource clock;
    private List<Challenges.Kept> kept = List.of();

    OwnChallenges(InstantSource clock) {
        this.clock = clock;
    }

    synchronized List<Challenges.Kept> all() {
        return kept;
    }

    synchronized void put(Challenges.Kept one) throws Challenges.NotAgreed {
        List<Challenges.Kept> others = kept.stream()
                .filter(c -> c.until().isAfter(clock.instant()))
                .filter(c -> !c.name().equals(one.name()) || !c.value().equals(one.value()))
                .toList();
        long same = others.stream().filter(c -> c.name().equals(one.name())).count();
        if (same >= MOST_OF_A_NAME) {
            throw new Challenges.NotAgreed(
                    one.name() + " has " + same + " values already, and cannot have more", false);
        }
        if (others.size() >= MOST) {
            throw new Challenges.NotAgreed(
                    "there are " + others.size() + " challenges already, and cannot be more", false);
        }
        var next = new ArrayList<>(others);
        next.add(one);
        kept = List.copyOf(next);
    }

    /**
     * Forgets one; false if there was none.
     *
     * @param value empty for all of the name
     */
    synchronized boolean remove(String name, String value) {
        int before = kept.size();
        kept = kept.stream()
                .filter(c -> !c.name().equals(name)
                        || (!value.isEmpty() && !c.value().equals(value)))
                .toList();
        return kept.size() < before;
    }
}
