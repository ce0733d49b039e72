package dev.drover.bench.faults;

import dev.drover.lab.Faults;
import dev.drover.lab.Result;
import dev.drover.lab.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The confusion matrix: for each class of faults, how often which verdict came first; only verdicts that occurred. */
record Matrix(List<Scored> cases) {
    String text() {
        Set<String> verdicts = verdicts();
        var head = new ArrayList<>(List.of("class"));
        head.addAll(verdicts);
        Markdown table = Markdown.table(head);
        for (Fault fault : Faults.ALL) {
            List<Result.Ran> ran = of(fault);
            if (!ran.isEmpty()) {
                table.row(row(fault, ran, verdicts));
            }
        }
        return table.text();
    }

    private static List<String> row(Fault fault, List<Result.Ran> ran, Set<String> verdicts) {
        var row = new ArrayList<>(List.of(fault.facts().id()));
        for (String verdict : verdicts) {
            List<Result.Ran> such =
                    ran.stream().filter(r -> Figures.verdict(r).equals(verdict)).toList();
            boolean right = such.stream().anyMatch(r -> r.rank() == 1);
            String count = such.isEmpty() ? "" : Integer.toString(such.size());
            row.add(right ? "**" + count + "**" : count);
        }
        return row;
    }

    /** In the order of the classes that they are right for, so that right ones lie on the diagonal. */
    private Set<String> verdicts() {
        var occurred = new LinkedHashSet<String>();
        Faults.ALL.forEach(fault -> of(fault).forEach(r -> occurred.add(Figures.verdict(r))));
        var ordered = new LinkedHashSet<String>();
        Faults.ALL.forEach(fault ->
                fault.facts().expected().stream().filter(occurred::contains).forEach(ordered::add));
        occurred.stream().filter(v -> !v.equals("nothing")).forEach(ordered::add);
        occurred.stream().filter("nothing"::equals).forEach(ordered::add);
        return ordered;
    }

    private List<Result.Ran> of(Fault fault) {
        return cases.stream()
                .filter(c -> c.result()
                        .of()
                        .fault()
                        .facts()
                        .id()
                        .equals(fault.facts().id()))
                .flatMap(c -> c.ran().stream())
                .filter(Result.Ran::counts)
                .toList();
    }
}
