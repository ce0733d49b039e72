package dev.drover.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a history of one part is not linearizable, for a person. What was seen until some moment is linearizable if what was seen
 * until a later one is; so there is a first return after which no order fits, and everything later can be left away.
 */
final class Explanation<S, I, O> {
    /** More lines nobody reads. */
    private static final int LINES = 20;

    private final Model<S, I, O> model;
    private final Object part;
    private final List<Operation<I, O>> operations;
    private final long budget;

    Explanation(Model<S, I, O> model, Object part, List<Operation<I, O>> operations, long budget) {
        this.model = model;
        this.part = part;
        this.operations = operations;
        this.budget = budget;
    }

    String text() {
        var returns = operations.stream()
                .filter(Operation::returned)
                .sorted(Comparator.comparingLong(Operation::end))
                .toList();
        int explained = 0;
        int broken = returns.size();
        while (broken - explained > 1) {
            int middle = (explained + broken) >>> 1;
            var search = new Search<>(model, until(returns.get(middle - 1).end()));
            if (search.run(budget) == Search.End.FOUND) {
                explained = middle;
            } else {
                broken = middle;
            }
        }
        var culprit = returns.get(broken - 1);
        var before = explained == 0 ? null : returns.get(explained - 1);
        return "Not linearizable: " + part + "\n" + order(before) + "No order explains that client " + culprit.client()
                + " then got: " + culprit + "\n\n" + drawn(culprit);
    }

    /** What was known at a moment. */
    private List<Operation<I, O>> until(long moment) {
        return operations.stream()
                .filter(o -> o.begin() <= moment)
                .map(o -> o.asOf(moment))
                .toList();
    }

    private String order(@Nullable Operation<I, O> last) {
        if (last == null) {
            return "";
        }
        var search = new Search<>(model, until(last.end()));
        search.run(budget);
        var order = search.found();
        var text = new StringBuilder("Until just before, this order explains everything:\n");
        int left = Math.max(0, order.size() - LINES);
        if (left > 0) {
            text.append("    (").append(left).append(" operations)\n");
        }
        order.subList(left, order.size())
                .forEach(o -> text.append("    client ")
                        .append(o.client())
                        .append(": ")
                        .append(o)
                        .append('\n'));
        return text.append("    which leaves: ")
                .append(search.state())
                .append('\n')
                .toString();
    }

    /** Operations as bars over their time, which has a column for each call and each return. */
    private String drawn(Operation<I, O> culprit) {
        var shown = new ArrayList<>(until(culprit.end()));
        shown.sort(Comparator.comparingLong(Operation::end));
        var last = new ArrayList<>(shown.subList(Math.max(0, shown.size() - LINES), shown.size()));
        last.sort(Comparator.comparingLong(Operation::begin));
        var moments = new TreeSet<Long>();
        last.forEach(o -> {
            moments.add(o.begin());
            moments.add(Math.min(o.end(), culprit.end()));
        });
        var columns = List.copyOf(moments);
        var text = new StringBuilder();
        for (var o : last) {
            int from = columns.indexOf(o.begin());
            int to = columns.indexOf(Math.min(o.end(), culprit.end()));
            String bar = " ".repeat(2 * from) + "[" + "-".repeat(Math.max(0, 2 * (to - from) - 1))
                    + (o.returned() ? "]" : "~");
            text.append("%4d %s %s%s\n"
                    .formatted(
                            o.client(),
                            bar + " ".repeat(2 * columns.size() - bar.length()),
                            o,
                            o.equals(culprit) ? "   <== does not fit" : ""));
        }
        return text.toString();
    }
}
