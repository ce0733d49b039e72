package dev.drover.plane;

import dev.drover.model.Problem;
import java.util.List;

/** A plane could not allocate what a model needs: a port is taken, a certificate cannot be read. */
public final class NotPrepared extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public NotPrepared(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
