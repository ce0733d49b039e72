package dev.drover.screen;

import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import dev.drover.observe.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A verdict in one line for each cause.
 *
 * @param mark such as {@code BOTTLENECK}
 * @param who is behind it; may be empty
 */
public record VerdictLine(Tone tone, String mark, String text, String who) {
    /** How bad it is. */
    public enum Tone {
        GOOD,
        WARY,
        BAD
    }

    public static List<VerdictLine> of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy healthy ->
                List.of(new VerdictLine(Tone.GOOD, "HEALTHY", "nobody waits for CPU, memory or disk", ""));
            case Verdict.HealthyBusy(List<String> what) ->
                List.of(new VerdictLine(Tone.GOOD, "HEALTHY, JUST BUSY", String.join("; ", what), ""));
            case Verdict.CannotTell(List<String> why) ->
                List.of(new VerdictLine(Tone.WARY, "CANNOT TELL", String.join("; ", why), ""));
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> causes(causes);
        };
    }

    private static List<VerdictLine> causes(List<Verdict.Cause> causes) {
        var lines = new ArrayList<VerdictLine>();
        for (Verdict.Cause cause : causes) {
            List<Who> who = cause.finding().who();
            lines.add(new VerdictLine(
                    cause.finding().severity() == Severity.CRITICAL ? Tone.BAD : Tone.WARY,
                    "BOTTLENECK",
                    cause.rule().title() + ": " + cause.finding().headline(),
                    who.isEmpty() ? "" : who.getFirst().toString()));
        }
        return lines;
    }
}
