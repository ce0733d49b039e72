package dev.drover.model.read;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import dev.drover.model.check.Checks;
import dev.drover.model.keys.Declared;
import dev.drover.model.keys.Reading;
import dev.drover.model.keys.RootKeys;
import dev.drover.model.keys.Spot;
import dev.drover.model.tree.Tree;
import dev.drover.model.tree.YamlText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of a file and all that it includes. */
final class Gathering {
    /** Files of one model. */
    private static final int MOST = 64;

    /** Problems of one reading. */
    private static final int LISTED = 500;

    private final Path folder;
    private final Shelf shelf;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final LinkedHashMap<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Where> included = new LinkedHashMap<>();
    private final Joined joined = new Joined(problems);

    Gathering(Path folder, Shelf shelf) {
        this.folder = folder;
        this.shelf = shelf;
    }

    Read read(String main) {
        included.put(main, new Where(shelf.shown(main), 1, 1, Map.of()));
        gather(main, List.of(main));
        if (joined.isNothing() && problems.isEmpty()) {
            problems.add(Problem.of(
                    new Where(shelf.shown(main), 1, 1, Map.of()),
                    "",
                    "the file declares nothing (expected: listen, services and routes)",
                    "begin with listen: {web: {protocol: http, address: \"*:8080\"}}"));
        }
        Model model = withZones(joined.model(broken, warnings));
        boolean namesAreWhole = problems.stream().noneMatch(Gathering::mayTouchNames);
        Checks.run(model, broken, problems::add, warnings::add);
        if (!problems.isEmpty()) {
            return new Read.Refused(listed(), namesAreWhole ? model.dns() : Optional.empty());
        }
        warnings.sort(Problem.IN_READING_ORDER);
        return new Read.Sound(model, warnings, new Sources(folder, texts));
    }

    /** Whether zones, or names in them, may be missing by it: a zone without some of its names would have problems that are none. */
    private static boolean mayTouchNames(Problem problem) {
        String section = problem.path().split("\\.", 2)[0];
        return Set.of("", "include", "dns").contains(section);
    }

    private Model withZones(Model model) {
        var zones = new ZoneTexts(folder, shelf, problems::add, texts);
        return model.dns().map(dns -> model.with(zones.read(dns))).orElse(model);
    }

    /** In reading order; who has hundreds reads the first ones. */
    private List<Problem> listed() {
        problems.sort(Problem.IN_READING_ORDER);
        if (problems.size() <= LISTED) {
            return problems;
        }
        var first = new ArrayList<>(problems.subList(0, LISTED));
        int rest = problems.size() - LISTED;
        first.add(Problem.of(problems.get(LISTED).where(), "", "and " + rest + " more problems, which are not listed"));
        return first;
    }

    private void gather(String name, List<String> above) {
        Optional<String> text = shelf.text(name, YamlText.LONGEST, problems::add);
        if (text.isEmpty()) {
            return;
        }
        texts.put(name, text.get());
        Optional<Tree> tree = YamlText.read(shelf.shown(name), text.get(), problems::add);
        Declared declared = tree.isEmpty() ? null : declared(name, tree.get());
        if (declared != null) {
            joined.add(declared);
            if (declared.isVagueOnImports()) {
                broken.add(Checks.IMPORTS);
            }
            Where where = declared.where().at("include");
            for (int i = 0; i < declared.include().size(); i++) {
                Where at = where.at(Integer.toString(i));
                include(declared.include().get(i), name, at, above);
            }
        }
    }

    private @Nullable Declared declared(String name, Tree tree) {
        Path parent = folder.resolve(name).normalize().getParent();
        var reading = new Reading(parent == null ? folder : parent);
        Declared declared = RootKeys.ROOT.read(tree, Spot.root(reading, tree));
        problems.addAll(reading.problems());
        broken.addAll(reading.broken());
        return declared;
    }

    private void include(String pattern, String by, Where at, List<String> above) {
        if (pattern.startsWith("/")) {
            problems.add(Problem.of(at, "include", pattern + " (expected: a path relative to this file's folder)"));
            return;
        }
        Path parent = Path.of(by).getParent();
        String relative = (parent == null ? Path.of(pattern) : parent.resolve(pattern))
                .normalize()
                .toString();
        List<String> names = new ArrayList<>(shelf.matching(relative));
        if (Shelf.isPattern(relative)) {
            names.remove(by); // *.yaml means the others
        }
        if (names.isEmpty() && Shelf.isPattern(relative)) {
            warnings.add(Problem.of(at, "include", "no file fits " + pattern));
        } else if (names.isEmpty()) {
            problems.add(Problem.of(at, "include", pattern + ": there is no such file"));
        }
        names.forEach(name -> include(name, at, above));
    }

    private void include(String name, Where at, List<String> above) {
        Where first = included.putIfAbsent(name, at);
        if (above.contains(name)) {
            String ring = String.join(" includes ", above.subList(above.indexOf(name), above.size()));
            problems.add(Problem.of(
                    at,
                    "include",
                    "the files include each other: " + ring + " includes " + name,
                    "remove one include"));
        } else if (first != null) {
            problems.add(Problem.of(
                    at, "include", name + " is included twice (first at " + first + ")", "remove one of the two"));
        } else if (included.size() > MOST) {
            if (included.size() == MOST + 1) {
                problems.add(Problem.of(at, "include", "more than " + MOST + " files (expected: at most that)"));
            }
        } else {
            var deeper = new ArrayList<>(above);
            deeper.add(name);
            gather(name, deeper);
        }
    }
}
