package dev.drover.model.keys;

import dev.drover.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The reading of one file: where its relative paths begin, and what was found wrong so far. */
public final class Reading {
    /** Problems kept of one file; who has so many reads the first ones. */
    private static final int MOST = 200;

    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();

    /**
     * A reading that begins.
     *
     * @param folder of the file, absolute
     */
    public Reading(Path folder) {
        this.folder = folder;
    }

    /** Whether further problems are not kept, so that their words need not be found. */
    boolean isFull() {
        return problems.size() > MOST;
    }

    public void report(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        } else if (problems.size() == MOST) {
            problems.add(Problem.of(problem.where(), "", "there are more problems, which are not listed"));
        }
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Paths such as {@code services.catalog} that are declared, though not soundly. */
    public Set<String> broken() {
        return Set.copyOf(broken);
    }

    void breaks(Spot spot) {
        broken.add(spot.path());
    }

    Path resolve(String path) {
        return folder.resolve(path).normalize();
    }
}
