package dev.drover.supervisor;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.plane.Processes.Step;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replaces one process of a crew without a request lost: drained, stopped, started anew, up, in service again, and found fit
 * by its {@link Trial} there.
 *
 * <p>Where no other instance could take over, one more is started first, under a number of its own, and removed afterwards,
 * unless it is then the only one that serves. If that one is not fit, nothing was touched.
 */
final class Roll {
    private static final System.Logger LOG = System.getLogger(Roll.class.getName());

    private final Crew crew;
    private final Workshop shop;
    private final Bell bell;
    private final Drain drain;
    private final Probation probation;

    Roll(Crew crew, Workshop shop, Bell bell, Drain drain) {
        this.crew = crew;
        this.shop = shop;
        this.bell = bell;
        this.drain = drain;
        this.probation = new Probation(shop);
    }

    /** Those started by another declaration, the ones that serve nothing first. */
    List<Keeper> outdated(Wanted now) {
        return crew.keepers().stream()
                .filter(k -> !k.launch().equals(now.launch()))
                .sorted(Comparator.comparing(Keeper::isUp))
                .toList();
    }

    Optional<Keeper> firstReplacedNotUp(Wanted now) {
        return replacedOnes(now).stream().filter(k -> !k.isUp()).findFirst();
    }

    List<Keeper> replacedOnes(Wanted now) {
        return crew.keepers().stream()
                .filter(k -> k.launch().equals(now.launch()))
                .toList();
    }

    /** How many run by this declaration and are up. */
    long replaced(Wanted now) {
        return crew.keepers().stream()
                .filter(k -> k.launch().equals(now.launch()) && k.isUp())
                .count();
    }

    /** Empty when it is done, else why it was not. */
    Optional<String> replace(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        boolean alone = serves(keeper) && crew.keepers().stream().noneMatch(k -> k != keeper && serves(k));
        if (!alone) {
            return exchange(keeper, now, progress);
        }
        Keeper stand = crew.add(crew.spareNumber(now), now);
        crew.publish();
        say(progress, stand, "starts, to stand in for " + keeper.id().instance());
        try {
            Optional<String> unfit =
                    awaitUp(stand, now, progress) ? prove(stand, now, progress) : Optional.of(failure(stand, now));
            return unfit.isPresent()
                    ? unfit.map(why -> why + "; " + keeper.id().instance() + " was left as it is")
                    : exchange(keeper, now, progress);
        } finally {
            boolean removed = crew.retireSurplus(now);
            say(progress, stand, removed ? "removed" : "stays, as nothing else serves");
        }
    }

    private Optional<String> exchange(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        InstanceId id = keeper.id();
        Optional<Intent> before = drain.ask(id, "is restarted");
        try {
            int flying = drain.inFlight(List.of(id));
            say(progress, keeper, "drains" + (flying == 0 ? "" : ": " + flying + " in flight"));
            if (!drain.await(List.of(id), now.drain(), crew::closing)) {
                say(progress, keeper, drain.inFlight(List.of(id)) + " still in flight after " + Words.of(now.drain()));
            }
            if (!startAnew(keeper, now, progress)) {
                return Optional.of(id + " does not end, not even by SIGKILL");
            }
            if (!awaitUp(keeper, now, progress)) {
                return Optional.of(failure(keeper, now));
            }
            before.ifPresent(intent -> drain.undo(id, intent));
            return prove(keeper, now, progress);
        } finally {
            before.ifPresent(intent -> drain.undo(id, intent));
        }
    }

    /** Whatever happens here, it is wanted again in the end. */
    private boolean startAnew(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        say(progress, keeper, "stops");
        keeper.end();
        try {
            return bell.until(() -> keeper.isStopped() || crew.closing(), patience(now.stop()));
        } finally {
            keeper.begin(now);
            say(progress, keeper, "starts");
        }
    }

    private boolean awaitUp(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        bell.until(
                () -> keeper.isUp() || keeper.hasFailed() || crew.closing() || !now.equals(crew.wanted()),
                patience(now.start().plus(now.stop())));
        if (keeper.isUp()) {
            say(progress, keeper, "is up");
        }
        return keeper.isUp();
    }

    /** Waits until it is found fit; empty then, else why it is not. Returns at once for one that was found so before. */
    Optional<String> prove(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        Trial trial = now.trial();
        boolean before = probation.of(keeper, trial) instanceof Probation.Verdict.Fit;
        Duration longest = patience(trial.stay().multipliedBy(2L * trial.passes()));
        bell.until(
                () -> !(probation.of(keeper, trial) instanceof Probation.Verdict.OnTrial)
                        || crew.closing()
                        || !now.equals(crew.wanted()),
                longest);
        if (crew.closing() || !now.equals(crew.wanted())) {
            return Optional.of(failure(keeper, now));
        }
        return switch (probation.of(keeper, trial)) {
            case Probation.Verdict.Fit fit -> {
                if (!before) {
                    say(progress, keeper, "has stayed up for " + Words.of(trial.stay()));
                }
                yield Optional.empty();
            }
            case Probation.Verdict.OnTrial on ->
                Optional.of(keeper.id() + " is not fit after " + Words.of(longest) + ": it " + on.missing());
            case Probation.Verdict.Failed failed -> Optional.of(keeper.id() + " did not stay up: " + failed.why());
        };
    }

    private static Duration patience(Duration declared) {
        return declared.plusSeconds(10);
    }

    /** Why it is not up, or why that was not waited for. */
    String failure(Keeper keeper, Wanted now) {
        if (crew.closing()) {
            return keeper.id() + ": Drover ends";
        }
        return now.equals(crew.wanted())
                ? keeper.id() + " is not up"
                        + keeper.lastEnd().map(e -> ": " + e).orElse("")
                : "the declaration changed meanwhile";
    }

    boolean serves(Keeper keeper) {
        return keeper.isUp()
                && shop.board()
                        .now()
                        .instance(keeper.id())
                        .map(Instance::standing)
                        .filter(s -> s.isIn())
                        .isPresent();
    }

    /** Who wanted to be told may be gone; that is no reason to stop half way. */
    private void say(Consumer<Step> progress, Keeper keeper, String what) {
        try {
            progress.accept(new Step(shop.ticker().instant(), keeper.id(), what));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "nobody is told of {0}: {1}", keeper.id(), e.toString());
        }
    }
}
