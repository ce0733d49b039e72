package dev.drover.supervisor;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.plane.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges whether a process that came up is fit to be relied upon: its checks pass in a row, the gateway sends it requests, and it
 * has stayed so for a while. The first passed check alone says little of a process that dies of its first requests.
 */
final class Probation {
    /** What can be said of it now. */
    sealed interface Verdict {
        record Fit() implements Verdict {}

        /** Not yet; {@code missing} is what it has not shown. */
        record OnTrial(String missing) implements Verdict {}

        record Failed(String why) implements Verdict {}
    }

    private final Workshop shop;

    Probation(Workshop shop) {
        this.shop = shop;
    }

    /** A process that ended and was started again counts as failed until it has lasted. */
    Verdict of(Keeper keeper, Trial trial) {
        if (!(keeper.phase() instanceof Phase.Running running) || running.failures() > 0) {
            return new Verdict.Failed(keeper.lastEnd()
                    .map(end -> "it came up and then ended: " + end)
                    .orElse("it does not run"));
        }
        Optional<Instance> known = shop.board().now().instance(keeper.id());
        Optional<Instant> started = keeper.started();
        if (known.isEmpty() || started.isEmpty()) {
            return new Verdict.OnTrial("is not on the board yet");
        }
        return of(keeper, known.get(), started.get(), trial);
    }

    private Verdict of(Keeper keeper, Instance instance, Instant started, Trial trial) {
        Intent.Wish wish = instance.intent().wish();
        Measured measured = instance.measured();
        boolean believed = wish == Intent.Wish.FORCED_UP;
        boolean heldOut = wish == Intent.Wish.DRAINING || wish == Intent.Wish.FORCED_DOWN;
        if (!believed && isFailing(measured)) {
            return new Verdict.Failed("it came up and then failed: " + measured.reason());
        }
        if (!believed && trial.checked() && passes(keeper, started) < trial.passes()) {
            return new Verdict.OnTrial(
                    "has not passed " + trial.passes() + (trial.passes() == 1 ? " check" : " checks in a row"));
        }
        if (!heldOut && !shop.traffic().serves(keeper.id(), keeper.port())) {
            return new Verdict.OnTrial(
                    "gets no requests: " + instance.standing().why());
        }
        Instant since = believed || measured.since().isBefore(started) ? started : measured.since();
        return Duration.between(since, shop.ticker().instant()).compareTo(trial.stay()) < 0
                ? new Verdict.OnTrial("has not been up for " + Words.of(trial.stay()))
                : new Verdict.Fit();
    }

    private static boolean isFailing(Measured measured) {
        return switch (measured.state()) {
            case DOWN, EJECTED -> true;
            case UP, UNKNOWN -> false;
        };
    }

    /** In a row up to now, of the process that runs. */
    private int passes(Keeper keeper, Instant started) {
        List<Probes.Result> last =
                shop.probes().of(keeper.id()).map(Probes.Probed::last).orElse(List.of());
        int passes = 0;
        for (Probes.Result result : last.reversed()) {
            if (!result.passed() || result.at().isBefore(started)) {
                break;
            }
            passes++;
        }
        return passes;
    }
}
