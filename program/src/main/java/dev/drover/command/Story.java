package dev.drover.command;

import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Explanation.Fact;
import dev.drover.plane.control.Explanation.Moment;
import dev.drover.plane.control.Explanation.Told;
import dev.drover.plane.control.Status.InstanceLine;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** An explanation for reading: what decides, the three fields of each instance, and the timeline. */
final class Story {
    /** Of a service with more instances, so many are told of. */
    static final int FEW = 10;

    /** Of a service with more instances, so much of the timeline is told. */
    private static final int NEWEST = 50;

    private final Output output;
    private final Instant now;
    private final boolean all;

    /** @param all tells all there is, however long it gets */
    Story(Output output, Instant now, boolean all) {
        this.output = output;
        this.now = now;
        this.all = all;
    }

    String explain(Explanation told) {
        var text = new StringBuilder();
        text.append(output.strong(told.service())).append("  ").append(told.mode());
        text.append(told.why().isEmpty() ? "" : ": " + told.why());
        text.append(output.faint("  board generation " + told.board())).append("\n\n");
        Table rules = new Table("  ");
        for (Fact fact : told.thresholds()) {
            rules.row(fact.name(), fact.value());
        }
        text.append(rules.text());
        if (told.tally().instances() > FEW) {
            text.append("\n  ").append(told.tally().served()).append(" of ");
            text.append(told.tally().instances()).append(" served  ");
            text.append(Picture.words(told.tally())).append('\n');
        }
        for (Told instance : told.instances()) {
            text.append('\n');
            instance(instance, text);
        }
        text.append(rest(told));
        registrations(told, text);
        text.append("\n  timeline\n").append(timeline(told).text());
        return text.toString();
    }

    /** Who is not told of, and the command that tells of them. */
    private String rest(Explanation told) {
        int others = told.tally().instances() - told.instances().size();
        if (others == 0) {
            return "";
        }
        return output.faint("\n  " + others + " more are not told of here: drover status " + told.service()
                + ", drover explain " + told.service() + "/INSTANCE, or --all\n");
    }

    private void instance(Told told, StringBuilder text) {
        InstanceLine line = told.line();
        text.append("  ").append(output.strong(line.name())).append("  ").append(line.address());
        text.append(output.faint("  " + line.origin() + ", weight " + line.weight()))
                .append('\n');
        Table fields = new Table("    ");
        fields.row("measured", line.measured(), since(line.measuredSince()), line.reason());
        fields.row("intent", line.intent(), since(line.intentSince()), by(line));
        fields.row("decided", line.served(), "", line.servedWhy());
        for (Explanation.PlaneSays says : told.planes()) {
            fields.row(
                    "served", says.verdict(), "generation " + says.generation(), says.plane() + ": " + says.detail());
        }
        text.append(fields.text());
        Table facts = new Table("    ");
        facts.row("connections", line.inFlight() + " requests and upgraded connections in flight");
        for (Fact fact : told.evidence()) {
            facts.row(fact.name(), Times.local(fact.value(), output.zone()));
        }
        text.append(facts.text());
    }

    private void registrations(Explanation told, StringBuilder text) {
        if (told.registrations().isEmpty()) {
            return;
        }
        text.append("\n  in the catalog\n");
        for (Explanation.Registered one : told.registrations()) {
            text.append("    ")
                    .append(output.strong(one.node() + "/" + one.id()))
                    .append("  ");
            text.append(one.address()).append(output.faint("  registered by " + one.by()));
            text.append(one.note().isEmpty() ? "" : output.wary("  not served: " + one.note()))
                    .append('\n');
            Table checks = new Table("      ");
            for (Explanation.CheckSays check : one.checks()) {
                String said = check.output().lines().findFirst().orElse("");
                checks.row(check.id(), check.status(), said);
            }
            text.append(checks.text());
        }
    }

    private static String by(InstanceLine line) {
        return "by " + line.intentBy() + (line.intentReason().isEmpty() ? "" : ": " + line.intentReason());
    }

    private String since(Instant at) {
        return "since " + Times.at(at, now, output.zone());
    }

    private Table timeline(Explanation told) {
        Table table = new Table("    ");
        boolean many = !all && told.tally().instances() > FEW;
        int earlier = many ? Math.max(0, told.timeline().size() - NEWEST) : 0;
        if (earlier > 0) {
            table.row("...", "", "", output.faint(earlier + " earlier ones: --all"));
        }
        for (Moment moment : told.timeline().subList(earlier, told.timeline().size())) {
            String change = moment.from().isEmpty() ? moment.to() : moment.from() + " -> " + moment.to();
            table.row(
                    Times.precise(moment.at(), output.zone()),
                    moment.generation() == 0 ? "" : "g" + moment.generation(),
                    moment.instance().isEmpty() ? told.service() : moment.instance(),
                    moment.what() + " " + change,
                    moment.why(),
                    output.faint(applied(moment)));
        }
        return table;
    }

    private static String applied(Moment moment) {
        if (moment.applied().isEmpty()) {
            return "";
        }
        return moment.applied().stream()
                .map(c ->
                        c.plane() + " +" + Duration.between(moment.at(), c.at()).toMillis() + "ms")
                .collect(Collectors.joining(" "));
    }
}
