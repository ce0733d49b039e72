package dev.drover.command;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.Member;
import dev.drover.plane.control.Agreement.State;
import java.time.Instant;

/** What the nodes of a cluster make of their newest model, for reading. */
final class AgreementWords {
    private final Output output;
    private final Instant now;

    AgreementWords(Output output, Instant now) {
        this.output = output;
        this.now = now;
    }

    /** Each node, one after the other. */
    String all(Agreement agreement) {
        return lines(agreement, true);
    }

    /** Those that do not run it. */
    String others(Agreement agreement) {
        return lines(agreement, false);
    }

    /** {@code 2 of 3 nodes run generation 6}. */
    String sum(Agreement agreement) {
        long running = agreement.running();
        int nodes = agreement.nodes().size();
        return running + " of " + nodes + (nodes == 1 ? " node" : " nodes") + (running == 1 ? " runs" : " run")
                + " generation " + agreement.generation();
    }

    private String lines(Agreement agreement, boolean every) {
        int width = agreement.nodes().stream()
                .mapToInt(n -> n.node().length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        for (Member member : agreement.nodes()) {
            if (every || member.state() != State.RUNS) {
                text.append("  ")
                        .append(member.node())
                        .repeat(' ', width - member.node().length() + 2);
                text.append(words(member)).append('\n');
                member.problems()
                        .forEach(p -> p.lines()
                                .forEach(line ->
                                        text.repeat(' ', width + 6).append(line).append('\n')));
            }
        }
        return text.toString();
    }

    private String words(Member member) {
        return switch (member.state()) {
            case RUNS -> output.good("runs it");
            case CANNOT -> output.bad("cannot run it") + " and goes on with generation " + member.runs() + ":";
            case WAITS -> output.wary("has not answered yet") + last(member);
            case AWAY -> output.wary("is away") + last(member) + "; it follows when it comes";
        };
    }

    private String last(Member member) {
        Instant heard = member.heard();
        return heard == null
                ? ", and was never heard of"
                : "; it ran generation " + member.runs() + ", as it said at " + Times.at(heard, now, output.zone());
    }
}
