package dev.drover.dns.file;

import dev.drover.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a zone, as far as somebody would read it. */
final class Faults {
    private static final int MOST = 200;

    private final List<Problem> problems = new ArrayList<>();

    void add(Place place, String what, String fix) {
        if (problems.size() < MOST) {
            problems.add(place.problem(what, fix));
        } else if (problems.size() == MOST) {
            problems.add(place.problem("there are more problems, which are not listed", ""));
        }
    }

    void add(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    int count() {
        return problems.size();
    }

    List<Problem> inReadingOrder() {
        return problems.stream().sorted(Problem.IN_READING_ORDER).toList();
    }
}
