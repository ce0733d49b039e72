package dev.drover.supervisor;

import dev.drover.plane.Processes.Restarted;
import dev.drover.plane.Processes.Rollout;
import dev.drover.plane.Processes.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Replaces the processes of a crew one after the other, and never goes on while one that was replaced is not up. */
final class Renewal {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());

    private final Crew crew;
    private final Workshop shop;
    private final Roll roll;
    private volatile @Nullable Rollout rollout;

    Renewal(Crew crew, Workshop shop, Roll roll) {
        this.crew = crew;
        this.shop = shop;
        this.roll = roll;
    }

    /** What is under way or was halted. */
    Optional<Rollout> rollout() {
        return Optional.ofNullable(rollout);
    }

    /** Those that were started by another declaration; returns when all are, or when it cannot go on yet. */
    void replaceOutdated(Wanted now) throws InterruptedException {
        List<Keeper> outdated = roll.outdated(now);
        while (!outdated.isEmpty() && now.equals(crew.wanted()) && !crew.closing()) {
            Optional<Keeper> missing = roll.firstReplacedNotUp(now);
            if (missing.isPresent()) {
                say(now, missing.get().hasFailed(), roll.failure(missing.get(), now));
                return;
            }
            Optional<String> unfit = firstUnfit(roll.replacedOnes(now), now);
            if (unfit.isPresent()) {
                say(now, true, unfit.get());
                return;
            }
            Keeper next = outdated.getFirst();
            say(now, false, next.id() + " is replaced");
            Optional<String> halted = roll.replace(next, now, step -> {});
            if (halted.isPresent()) {
                say(now, true, halted.get());
                return;
            }
            outdated = roll.outdated(now);
        }
        rollout = null;
    }

    /** One that came up and failed before this looks again counts, too. */
    private Optional<String> firstUnfit(List<Keeper> replacedOnes, Wanted now) throws InterruptedException {
        for (Keeper replaced : replacedOnes) {
            Optional<String> unfit = roll.prove(replaced, now, step -> {});
            if (unfit.isPresent()) {
                return unfit;
            }
        }
        return Optional.empty();
    }

    private void say(Wanted now, boolean halted, String what) {
        String words = roll.replaced(now) + " of " + now.count() + " replaced" + (halted ? ", halted: " : ", ") + what;
        Rollout before = rollout;
        if (before == null || !before.what().equals(words)) {
            Instant at = shop.ticker().instant();
            rollout = new Rollout(crew.service(), halted, words, at);
            System.Logger.Level level = halted ? System.Logger.Level.WARNING : System.Logger.Level.INFO;
            LOG.log(level, "{0}: new declaration: {1}", crew.service(), words);
        }
    }

    /** All of them, as they are declared. One that was replaced and has failed since halts it as well. */
    Restarted restart(@Nullable Wanted now, Consumer<Step> progress) throws InterruptedException {
        var done = new ArrayList<Keeper>();
        for (Keeper keeper : crew.keepers()) {
            if (now == null) {
                return new Restarted.Halted(done.size(), crew.service() + " is no longer declared");
            }
            Optional<String> halted = roll.replace(keeper, now, progress);
            if (halted.isPresent()) {
                return new Restarted.Halted(done.size(), halted.get());
            }
            done.add(keeper);
            Optional<String> unfit = firstUnfit(done, now);
            if (unfit.isPresent()) {
                return new Restarted.Halted(done.size() - 1, unfit.get());
            }
        }
        return new Restarted.Done(done.size());
    }
}
