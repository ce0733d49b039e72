package dev.drover.model.check;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.util.Set;
import java.util.function.Consumer;

/** What is checked, and where what is found goes. */
record Findings(Model model, Set<String> broken, Consumer<Problem> problems, Consumer<Problem> warnings) {
    void problem(Where where, String path, String what, String fix) {
        problems.accept(made(where, path, what, fix));
    }

    void warning(Where where, String path, String what, String fix) {
        warnings.accept(made(where, path, what, fix));
    }

    private static Problem made(Where where, String path, String what, String fix) {
        return fix.isEmpty() ? Problem.of(where, path, what) : Problem.of(where, path, what, fix);
    }

    /** Another place, as short as can be: the line if it is in the same file. */
    static String seenFrom(Where here, Where there) {
        return there.file().equals(here.file()) ? "line " + there.line() : there.toString();
    }
}
