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
 * Replaces one process of a crew without a request lost: drained, stopped, started anew, up, in service again.
 *
 * <p>Where no other instance could take over, one more is started first, under a number of its own, and removed afterwards. If
 * that one does not come up, nothing was touched.
 */
final class Roll {
    private static final System.Logger LOG = System.getLogger(Roll.class.getName());

    private final Crew crew;
    private final Workshop shop;
    private final Bell bell;
    private final Drain drain;

    Roll(Crew crew, Workshop shop, Bell bell, Drain drain) {
        this.crew = crew;
        this.shop = shop;
        this.bell = bell;
        this.drain = drain;
    }

    /** Those started by another declaration, the ones that serve nothing first. */
    List<Keeper> outdated(Wanted now) {
        return crew.keepers().stream()
                .filter(k -> !k.launch().equals(now.launch()))
                .sorted(Comparator.comparing(Keeper::isUp))
                .toList();
    }

    Optional<Keeper> firstReplacedNotUp(Wanted now) {
        return crew.keepers().stream()
                .filter(k -> k.launch().equals(now.launch()) && !k.isUp())
                .findFirst();
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
            return awaitUp(stand, now, progress)
                    ? exchange(keeper, now, progress)
                    : Optional.of(failure(stand, now) + "; " + keeper.id().instance() + " was left as it is");
        } finally {
            crew.retire(List.of(stand));
            say(progress, stand, "removed");
        }
    }

    private Optional<String> exchange(Keeper keeper, Wanted now, Consumer<Step> progress) throws InterruptedException {
        InstanceId id = keeper.id();
        Optional<Intent> before = drain.ask(id, "is restarted");
        try {
            int flying = drain.inFlight(List.of(id));
            say(progress, keeper, "drains" + (flying == 0 ? "" : ": " + flying + " in flight"));
            if (!drain.await(List.of(id), crew::closing)) {
                say(progress, keeper, drain.inFlight(List.of(id)) + " still in flight after " + Words.of(shop.drain()));
            }
            if (!startAnew(keeper, now, progress)) {
                return Optional.of(id + " does not end, not even by SIGKILL");
            }
            return awaitUp(keeper, now, progress) ? Optional.empty() : Optional.of(failure(keeper, now));
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

    private boolean serves(Keeper keeper) {
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
