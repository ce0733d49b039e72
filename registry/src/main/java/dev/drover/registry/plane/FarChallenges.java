package dev.drover.registry.plane;

import dev.drover.plane.Challenges;
import dev.drover.registry.Unavailable;
import dev.drover.registry.plane.ChallengesText.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The challenges where nodes stand at several sites: an authority asks name servers of any of them, and has no patience. So each site is told at
 * once, keeps them in its own registry, and answers them whatever becomes of the others.
 */
final class FarChallenges implements Challenges {
    /** What sites ask each other for. */
    static final String WHAT = "challenges";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Challenges here;
    private final Supplier<Set<String>> others;
    private final Way way;

    /** How another site is asked. */
    interface Way {
        /**
         * Has something done there, which may be done twice.
         *
         * @throws IOException if nobody of it does
         */
        byte[] ask(String site, byte[] wish, Duration patience) throws IOException, InterruptedException;
    }

    FarChallenges(Challenges here, Supplier<Set<String>> others, Way way) {
        this.here = here;
        this.others = others;
        this.way = way;
    }

    @Override
    public boolean isShared() {
        return here.isShared();
    }

    @Override
    public boolean isKnown() {
        return here.isKnown();
    }

    @Override
    public List<Kept> all() {
        return here.all();
    }

    @Override
    public Done put(Kept kept) throws NotAgreed {
        return everywhere(here.put(kept), new Wish.Put(kept));
    }

    @Override
    public Done remove(String name, String value) throws NotAgreed {
        return everywhere(here.remove(name, value), new Wish.Remove(name, value));
    }

    private Done everywhere(Done done, Wish wish) {
        boolean changed = done.changed();
        var missed = new ArrayList<String>();
        byte[] text = ChallengesText.written(wish);
        for (String site : others.get()) {
            try {
                changed |= ChallengesText.read(way.ask(site, text, PATIENCE));
            } catch (IOException e) {
                missed.add(site + " was not told (" + e.getMessage() + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                missed.add(site + " was not told (interrupted)");
            }
        }
        return new Done(changed, missed);
    }

    /** What another site wants done here. */
    byte[] told(byte[] wish) throws Unavailable {
        try {
            Done done = switch (ChallengesText.readWish(wish)) {
                case Wish.Put(var kept) -> here.put(kept);
                case Wish.Remove(var name, var value) -> here.remove(name, value);
            };
            return ChallengesText.told(done.changed());
        } catch (IOException | NotAgreed e) {
            throw new Unavailable(String.valueOf(e.getMessage()), false);
        }
    }
}
