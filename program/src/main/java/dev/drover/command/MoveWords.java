package dev.drover.command;

import dev.drover.registry.moving.Part;
import dev.drover.registry.moving.Plan;
import dev.drover.registry.moving.Written;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A move into the registry in words. */
final class MoveWords {
    /** Of a long list so many lines are printed; JSON has all. */
    private static final int MOST = 20;

    private final Output output;

    MoveWords(Output output) {
        this.output = output;
    }

    String plan(Plan plan, boolean overwrite) {
        var text = new StringBuilder();
        text.append(new Table("")
                .row("from", plan.from().url(), side(plan.from()))
                .row("into", plan.into().url(), side(plan.into()))
                .text());
        var table = new Table("  ");
        for (Part part : plan.parts()) {
            table.row(part.kind(), counts(part, overwrite));
        }
        text.append(table.text());
        var others = plan.parts().stream().flatMap(p -> p.other().stream()).toList();
        if (!others.isEmpty()) {
            text.append(output.wary(
                            overwrite ? "is there otherwise, and is overwritten" : "is there otherwise, and stays so"))
                    .append(overwrite ? "\n" : " (--overwrite writes it)\n");
            lines(text, others);
        }
        var left = new ArrayList<String>();
        plan.leftOut().forEach(l -> left.add(l.what() + ": " + l.why()));
        if (!left.isEmpty()) {
            text.append("left out\n");
            lines(text, left);
        }
        return text.toString().stripTrailing();
    }

    private static String side(Plan.Side side) {
        return side.what().isEmpty() ? "" : side.what() + ", datacenter " + side.site();
    }

    private static String counts(Part part, boolean overwrite) {
        var words = new ArrayList<String>();
        int write = part.missing() + (overwrite ? part.other().size() : 0);
        if (write > 0) {
            words.add(write + " to write");
        }
        if (part.same() > 0) {
            words.add(part.same() + " there already");
        }
        if (!overwrite && !part.other().isEmpty()) {
            words.add(part.other().size() + " there otherwise");
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static void lines(StringBuilder text, List<String> lines) {
        lines.stream()
                .limit(MOST)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        if (lines.size() > MOST) {
            text.append("  and ").append(lines.size() - MOST).append(" more: --json lists all\n");
        }
    }

    String end(Plan plan, boolean overwrite, boolean dryRun, @Nullable Written written) {
        if (dryRun) {
            return "nothing was written: this was --dry-run";
        }
        if (written == null) {
            return plan.others() > 0 && !overwrite ? "nothing was written" : "nothing to do";
        }
        var text = new StringBuilder(output.good("written") + " " + written.count());
        if (!written.failures().isEmpty()) {
            text.append(", ")
                    .append(output.bad("failed"))
                    .append(' ')
                    .append(written.failures().size())
                    .append('\n');
            lines(
                    text,
                    written.failures().stream()
                            .map(f -> f.what() + ": " + f.why())
                            .toList());
        }
        return text.toString().stripTrailing();
    }
}
