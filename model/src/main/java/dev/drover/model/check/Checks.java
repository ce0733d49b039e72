package dev.drover.model.check;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import java.util.Set;
import java.util.function.Consumer;

/** All checks, in the order they run. */
public final class Checks {
    /** The path that is broken where it is not known which services are imported. */
    public static final String IMPORTS = "registry.import";

    private Checks() {}

    /**
     * Checks what was read, also where parts of it could not be read.
     *
     * @param broken paths such as {@code services.catalog} that are declared and missing in the model, because something else
     *     is wrong there
     */
    public static void run(Model model, Set<String> broken, Consumer<Problem> problems, Consumer<Problem> warnings) {
        var findings = new Findings(model, broken, problems, warnings);
        new References(findings).check();
        new Listeners(findings).check();
        new Networks(findings).check();
        new Services(findings).check();
        new Registrations(findings).check();
        new Names(findings).check();
        new Ensembles(findings).check();
        new Times(findings).check();
        new Routes(findings).check();
        new Reach(findings).check();
    }
}
