package dev.drover.observe.rule.time;

import dev.drover.observe.counter.host.Clock;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The clock is known to be wrong, or jumped.
 *
 * <p>A clock that nothing keeps in time may be right all the same: nobody can know, and nobody waits for it.
 */
public final class ClockSkew implements Rule {
    private static final double OFFSET = 0.050;
    private static final double FAR = 1;
    private static final double JUMP = 0.5;
    private static final double UNKNOWN = 16;
    private static final String MIXIN = "node-mixin NodeClockSkewDetected 50 ms";

    private static final RuleFacts FACTS = RuleFacts.of("clock-skew", 46, Family.TIME, "The clock is wrong")
            .reads("adjtimex status, offset, maxerror (/drover/clock)", "the wall clock against the monotonic one")
            .fires(
                    "known to be > 50 ms off (critical: > 1 s) and not getting better, or it jumped > 500 ms in the window")
            .gate("known to be wrong: a clock that nothing keeps may be right")
            .source(MIXIN + "; jump: calibrated")
            .remedy(
                    "run chrony or systemd-timesyncd and let it reach its servers; a virtual machine that was suspended needs"
                            + " makestep")
            .check("chronyc tracking, or timedatectl timesync-status; adjtimex --print");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        for (Interval interval : window.intervals()) {
            double jumped = jumped(interval);
            if (Math.abs(jumped) > JUMP) {
                return new Outcome.Found(finding(
                        jumped,
                        interval.before().at(),
                        new Confidence(0.9, "one clock against the other"),
                        "the clock jumped by " + Unit.SECONDS.show(jumped),
                        List.of(Evidence.over(
                                "the clock jumped", Math.abs(jumped), JUMP, Unit.SECONDS, "calibrated"))));
            }
        }
        return Outcome.when(window.last().get(Clock.GROUP), now -> judge(window, now));
    }

    private static Outcome judge(Window window, Clock now) {
        var evidence = List.of(
                Evidence.over("clock known to be off by", Math.abs(now.offset()), OFFSET, Unit.SECONDS, MIXIN),
                Evidence.fact("at most", now.mostWrong(), Unit.SECONDS, "adjtimex maxerror"));
        if (!now.synchronised() && now.mostWrong() >= UNKNOWN) {
            return new Outcome.Quiet("nothing keeps the clock in time: how wrong it is nobody knows", evidence);
        }
        double before =
                window.first().get(Clock.GROUP).map(c -> Math.abs(c.offset())).orElse(0.0);
        double off = Math.abs(now.offset());
        if (off <= OFFSET) {
            return new Outcome.Quiet("the clock is in time", evidence);
        }
        if (off < before) {
            return new Outcome.Quiet("the clock is off and being put right", evidence);
        }
        return new Outcome.Found(finding(
                now.offset(),
                window.start(),
                new Confidence(0.85, "its keeper says so"),
                "the clock is " + Unit.SECONDS.show(off) + " off, and not getting better",
                evidence));
    }

    private static double jumped(Interval interval) {
        double wall =
                Duration.between(interval.before().at(), interval.after().at()).toNanos() / 1e9;
        return wall - interval.seconds();
    }

    private static Finding finding(
            double wrong, Instant onset, Confidence confidence, String headline, List<Evidence> evidence) {
        return new Finding(
                FACTS.id(),
                Math.abs(wrong) > FAR ? Severity.CRITICAL : Severity.WARNING,
                confidence,
                headline,
                List.of(Who.host("")),
                evidence,
                onset,
                Math.abs(wrong) / FAR);
    }
}
