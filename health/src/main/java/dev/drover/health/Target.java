package dev.drover.health;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.health.check.Words;
import dev.drover.plane.Probes;
import dev.drover.plane.Reports;
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
    private final Thresholds thresholds;
    private final LiveRecord live;
    private WatchPlan plan;
    private Told told = Told.NOTHING;
    private Instant since;
    /** Was up without a check, and the first one that is declared now has not ended yet. */
    private boolean unproven;

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
        unproven |= plan.check().isEmpty() && newer.check().isPresent();
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
        Told byChecks = plan.isReported() ? byReport() : plan.check().isEmpty() ? Told.UP : byChecks();
        return switch (byChecks) {
            case DOWN, HELD -> byChecks;
            case NOTHING, STARTING, UP, EJECTED, UNKNOWN -> live.isEjected() ? Told.EJECTED : byChecks;
        };
    }

    private Told byReport() {
        if (report == null) {
            return Told.UNKNOWN;
        }
        return report.passing() ? Told.UP : Told.DOWN;
    }

    private Told byChecks() {
        return switch (thresholds.state()) {
            case Thresholds.State.Unknown u -> unproven ? Told.UP : Told.UNKNOWN;
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
        int fall = plan.health().fall();
        int rise = plan.health().rise();
        String result = last.isEmpty() ? "" : ": " + last.getLast().outcome();
        if (report != null && plan.isReported() && is != Told.EJECTED) {
            return (told == Told.EJECTED && is == Told.UP ? "back after its ejection; " : "") + report.words();
        }
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

    /** For whoever explains. */
    Probes.Probed probed(Optional<Instant> next, Instant now, long nanos) {
        Optional<Instant> ejectedUntil =
                live.isEjected() ? Optional.of(now.plusNanos(live.ejectedUntil() - nanos)) : Optional.empty();
        var traffic = new Probes.Live(live.requests(nanos), live.failures(nanos), live.consecutive(), ejectedUntil);
        String progress = plan.isReported()
                ? reportedProgress()
                : plan.check().isEmpty() ? "up; nothing is checked" : thresholds.progress(nanos);
        return new Probes.Probed(plan.words(), List.copyOf(last), progress, next, traffic);
    }
}
