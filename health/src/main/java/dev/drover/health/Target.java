package dev.drover.health;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.health.check.Words;
import dev.drover.plane.Probes;
import dev.drover.plane.Reports;
import dev.drover.plane.Vantages;
import dev.drover.policy.outlier.LiveRecord;
import dev.drover.policy.threshold.Thresholds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one instance: check results and live traffic joined into one state. Failing checks beat an ejection:
 * whoever cannot be reached need not be judged by its answers. Used on the lane of its service only.
 */
final class Target {
    /** Results kept as evidence. */
    private static final int KEPT = 10;

    /** Where a new state comes from, besides the results themselves. */
    private enum Told {
        NOTHING,
        STARTING,
        UP,
        DOWN,
        HELD,
        EJECTED,
        UNKNOWN
    }

    private final InstanceId id;
    private final InetSocketAddress address;
    private final ArrayDeque<Probes.Result> last = new ArrayDeque<>(KEPT);
    private Thresholds thresholds;
    private final LiveRecord live;
    private WatchPlan plan;
    private Told told = Told.NOTHING;
    private Instant since;
    /** What is known of it while its checks have only begun: from before it had any, or from other nodes. */
    private Told known = Told.UNKNOWN;

    /** What was said of it last to those who measure it as well. */
    private Told voted = Told.NOTHING;

    private Reports.@Nullable Report report;
    private String ejection = "";
    private String failure = "";

    Target(Instance instance, WatchPlan plan, long now) {
        this.id = instance.id();
        this.address = instance.address();
        this.since = instance.measured().since();
        this.plan = plan;
        this.thresholds = new Thresholds(plan.health(), plan.start(), now);
        this.live = new LiveRecord(plan.health().evidence());
    }

    InstanceId id() {
        return id;
    }

    InetSocketAddress address() {
        return address;
    }

    LiveRecord live() {
        return live;
    }

    boolean hasPassed() {
        return thresholds.hasPassed();
    }

    /** Other settings from now on; what was measured stays. */
    void use(WatchPlan newer) {
        if (plan.check().isEmpty() && newer.check().isPresent()) {
            known = Told.UP;
        }
        plan = newer;
        thresholds.use(newer.health(), newer.start());
        live.use(newer.health().evidence());
    }

    void checked(Probes.Result result, long now) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(result);
        if (result.passed()) {
            thresholds.passed(now);
        } else {
            thresholds.failed(now);
        }
    }

    /** What its own checks say, where these decide; null while nobody said anything. */
    void reported(Reports.@Nullable Report newer) {
        report = newer;
    }

    /** This node begins to check it: what it measured itself before is too old to count. */
    void begins(long now) {
        known = told == Told.NOTHING || told == Told.STARTING ? Told.UNKNOWN : told == Told.EJECTED ? Told.UP : told;
        voted = Told.NOTHING;
        last.clear();
        thresholds = new Thresholds(plan.health(), plan.start(), now);
    }

    /** Who joins the votes is another: what was said counts as never said. */
    void forgetVote() {
        voted = Told.NOTHING;
    }

    /** What this node measures of it by its checks; null if that is unknown, or has not changed since the last call. */
    Vantages.@Nullable Vote vote(long nanos) {
        if (thresholds.state() instanceof Thresholds.State.Unknown) {
            return null;
        }
        Told is = byChecks();
        if (is == voted || is == Told.STARTING) {
            return null;
        }
        voted = is;
        return new Vantages.Vote(is == Told.UP, byOwnChecks(is, nanos));
    }

    /** Its time to start may be over. */
    void overdue(long now) {
        thresholds.overdue(now);
    }

    /** Out for a while, as live traffic fails. */
    void eject(String why, long now) {
        long until = live.eject(now);
        ejection = why + "; ejected for " + Words.of(Duration.ofNanos(until - now));
    }

    /** The measurement to publish; null if nothing has changed since the last call. */
    @Nullable
    Measured news(Instant now, long nanos) {
        Told is = state();
        String failing = is == Told.STARTING ? lastFailure() : "";
        if ((is == told && failing.equals(failure)) || (is == Told.UNKNOWN && told == Told.NOTHING)) {
            return null;
        }
        failure = failing;
        boolean same = measured(is) == measured(told);
        since = same ? since : now;
        var measured = new Measured(measured(is), since, reason(is, nanos));
        told = is;
        return measured;
    }

    /** Without the times in it, so that only a failure of another kind is news. */
    private String lastFailure() {
        return last.isEmpty() ? "" : last.getLast().outcome().replaceAll(" (in|after) \\d+(\\.\\d)? ms", "");
    }

    private Told state() {
        Told byChecks = isJudged() ? byReport() : plan.check().isEmpty() ? Told.UP : byChecks();
        return switch (byChecks) {
            case DOWN, HELD -> byChecks;
            case NOTHING, STARTING, UP, EJECTED, UNKNOWN -> live.isEjected() ? Told.EJECTED : byChecks;
        };
    }

    /** Whether what is reported decides: it brings its own checks, or several nodes said together how it is. */
    private boolean isJudged() {
        return plan.isReported() || (plan.shareable() && report != null);
    }

    private Told byReport() {
        if (report == null) {
            return Told.UNKNOWN;
        }
        return report.passing() ? Told.UP : Told.DOWN;
    }

    private Told byChecks() {
        return switch (thresholds.state()) {
            case Thresholds.State.Unknown u -> known;
            case Thresholds.State.Starting s -> Told.STARTING;
            case Thresholds.State.Up u -> Told.UP;
            case Thresholds.State.Down d -> Told.DOWN;
            case Thresholds.State.Held h -> Told.HELD;
        };
    }

    private static Measured.State measured(Told told) {
        return switch (told) {
            case NOTHING, STARTING, UNKNOWN -> Measured.State.UNKNOWN;
            case UP -> Measured.State.UP;
            case DOWN, HELD -> Measured.State.DOWN;
            case EJECTED -> Measured.State.EJECTED;
        };
    }

    private String reason(Told is, long nanos) {
        if (report != null && isJudged() && is != Told.EJECTED) {
            return (told == Told.EJECTED && is == Told.UP ? "back after its ejection; " : "") + report.words();
        }
        return byOwnChecks(is, nanos);
    }

    private String byOwnChecks(Told is, long nanos) {
        int fall = plan.health().fall();
        int rise = plan.health().rise();
        String result = last.isEmpty() ? "" : ": " + last.getLast().outcome();
        return switch (is) {
            case NOTHING, UNKNOWN -> "no check has ended yet";
            case STARTING -> "starting: no check has passed yet (" + lastFailure() + ")";
            case EJECTED -> ejection;
            case DOWN ->
                thresholds.hasPassed() ? fall + " of " + fall + " checks failed" + result : neverPassed(result);
            case HELD ->
                "held down for " + Words.of(plan.health().flaps().holdDown()) + ": went down "
                        + thresholds.downsLately(nanos) + " times within "
                        + Words.of(plan.health().flaps().window()) + "; last check" + result;
            case UP ->
                switch (told) {
                    case EJECTED -> "back after its ejection" + (last.isEmpty() ? "" : "; last check" + result);
                    case HELD -> "passed a check after its hold-down" + result;
                    case DOWN ->
                        last.size() < rise || rise == 1
                                ? "check passed" + result
                                : rise + " of " + rise + " checks passed" + result;
                    case NOTHING, STARTING, UNKNOWN, UP ->
                        plan.check().isEmpty() ? "no active check is declared" : "check passed" + result;
                };
        };
    }

    private String neverPassed(String result) {
        return plan.start().isZero()
                ? "no check has passed yet" + result
                : "did not come up within " + Words.of(plan.start())
                        + (result.isEmpty() ? ": no check has ended yet" : result);
    }

    private String reportedProgress() {
        return report == null ? "nothing was reported yet" : (report.passing() ? "up: " : "down: ") + report.words();
    }

    private String checkedProgress(long nanos) {
        if (!isJudged()) {
            return thresholds.progress(nanos);
        }
        boolean here = !(thresholds.state() instanceof Thresholds.State.Unknown);
        return reportedProgress() + (here ? "; this node: " + thresholds.progress(nanos) : "; others check it");
    }

    /** For whoever explains. */
    Probes.Probed probed(Optional<Instant> next, Instant now, long nanos) {
        Optional<Instant> ejectedUntil =
                live.isEjected() ? Optional.of(now.plusNanos(live.ejectedUntil() - nanos)) : Optional.empty();
        var traffic = new Probes.Live(live.requests(nanos), live.failures(nanos), live.consecutive(), ejectedUntil);
        String progress = plan.isReported()
                ? reportedProgress()
                : plan.check().isEmpty() ? "up; nothing is checked" : checkedProgress(nanos);
        return new Probes.Probed(plan.words(), List.copyOf(last), progress, next, traffic);
    }
}
