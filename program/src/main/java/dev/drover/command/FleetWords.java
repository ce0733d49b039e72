package dev.drover.command;

import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Comparison.Place;
import dev.drover.observe.fleet.Difference;
import dev.drover.observe.fleet.Judged;
import dev.drover.observe.fleet.Visit;
import dev.drover.observe.verdict.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Hosts that were watched together, for reading: a line for each, what they have in common, and the first of them in full. */
final class FleetWords {
    private static final int MOST_COMMON = 5;

    private final Output output;

    FleetWords(Output output) {
        this.output = output;
    }

    String text(Comparison comparison) {
        var table = new Table("  ");
        for (Place place : comparison.places()) {
            table.row(place.visit().host().toString(), mark(place), clause(place));
        }
        var text = new StringBuilder("\n").append(table.text());
        if (!comparison.common().isEmpty()) {
            text.append("\n  in common\n");
            comparison.common().stream()
                    .limit(MOST_COMMON)
                    .forEach(one -> text.append("    ").append(one).append('\n'));
        }
        List<Place> unseen =
                comparison.places().stream().filter(p -> !fix(p).isEmpty()).toList();
        if (!unseen.isEmpty()) {
            text.append("\n  not watched\n");
            unseen.forEach(p -> text.append(unseen(p)).append('\n'));
        }
        comparison.places().stream()
                .filter(p -> p.judged().isPresent())
                .findFirst()
                .ifPresent(first -> text.append(whole(first)));
        return text.toString().stripTrailing();
    }

    private String whole(Place place) {
        Judged judged = place.judged().orElseThrow();
        var text = new StringBuilder("\n")
                .append(output.strong(place.visit().host().toString()))
                .append('\n');
        if (place.visit() instanceof Visit.Seen(var host, var all, var figures, String note) && !note.isEmpty()) {
            text.append("  ").append(note).append('\n');
        }
        String told = new DiagnosisWords(output, judged.span().from()).text(judged.diagnosis());
        text.append(told.startsWith("\n") ? told.substring(1) : told);
        if (!judged.services().isEmpty()) {
            text.append("\n  services\n");
            judged.services()
                    .forEach(sentence -> text.append("    ").append(sentence).append('\n'));
        }
        String rights = RightsWords.of(judged.refused(), "");
        if (!rights.isEmpty()) {
            text.append('\n').append(output.wary(rights)).append('\n');
        }
        return text.toString();
    }

    private String mark(Place place) {
        return switch (place.gravity()) {
            case CRITICAL -> output.bad("BOTTLENECK");
            case WARNING -> output.wary("BOTTLENECK");
            case UNKNOWN -> output.wary("CANNOT TELL");
            case BUSY -> output.good("JUST BUSY");
            case HEALTHY -> output.good("HEALTHY");
        };
    }

    /** What it suffers from, and where it is not like the others. */
    private String clause(Place place) {
        String difference = place.difference()
                .filter(Difference::isOutlier)
                .map(Difference::words)
                .orElse("");
        String said = said(place);
        String joint = said.isEmpty() || difference.isEmpty() ? "" : "; ";
        return said + joint + (difference.isEmpty() ? "" : output.faint("unlike the others: " + difference));
    }

    private static String said(Place place) {
        if (place.visit() instanceof Visit.Unseen unseen) {
            return unseen.why();
        }
        return place.judged()
                .map(judged -> switch (judged.diagnosis().verdict()) {
                    case Verdict.Bottleneck(List<Verdict.Cause> causes) ->
                        causes.getFirst().rule().title() + ": "
                                + causes.getFirst().finding().headline()
                                + (causes.size() > 1 ? " (and " + (causes.size() - 1) + " more)" : "");
                    case Verdict.HealthyBusy(List<String> what) -> String.join("; ", what);
                    case Verdict.CannotTell(List<String> why) -> String.join("; ", why);
                    case Verdict.Healthy healthy -> "";
                })
                .orElse("");
    }

    private static String fix(Place place) {
        return place.visit() instanceof Visit.Unseen unseen ? unseen.fix() : "";
    }

    /** Why a host could not be watched and what to do about it. */
    static String unseen(Place place) {
        return List.of("    " + place.visit().host() + ": " + said(place), "      fix: " + fix(place)).stream()
                .collect(Collectors.joining("\n"));
    }
}
