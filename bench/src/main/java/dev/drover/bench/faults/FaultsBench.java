package dev.drover.bench.faults;

import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.KeptCase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code bench/run faults} calls: runs fresh cases, or takes kept ones, and writes {@code docs/accuracy.md}. */
public final class FaultsBench {
    private static final Set<String> WITH_VALUE =
            Set.of("--seed", "--only", "--keep", "--from", "--rules", "--project");
    private static final Set<String> ALONE = Set.of("--fresh", "--write", "--noisy", "--machine");
    private static final List<String> OF_FRESH =
            List.of("--seed", "--only", "--keep", "--rules", "--noisy", "--machine");
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private final Map<String, String> options;
    private final Path project;

    private FaultsBench(Map<String, String> options) {
        this.options = options;
        this.project =
                Path.of(options.getOrDefault("--project", ".")).toAbsolutePath().normalize();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            new FaultsBench(options(List.of(args))).run();
        } catch (Unusable e) {
            ERR.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            ERR.println(e.getMessage());
            System.exit(2);
        }
    }

    static Map<String, String> options(List<String> words) throws Unusable {
        var options = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUE.contains(word) && i + 1 < words.size()) {
                options.put(word, words.get(++i));
            } else if (ALONE.contains(word)) {
                options.put(word, "");
            } else {
                throw new Unusable(word + ": no such option, or it needs a value", "see bench/run --help");
            }
        }
        if (options.containsKey("--fresh") == options.containsKey("--from")) {
            throw new Unusable("say either --fresh or --from FOLDER", "see bench/run --help");
        }
        if (options.containsKey("--from")) {
            for (String one : OF_FRESH) {
                if (options.containsKey(one)) {
                    throw new Unusable("--from runs nothing: " + one + " has no meaning with it", "leave it out");
                }
            }
        }
        return options;
    }

    private void run() throws IOException, InterruptedException, Unusable {
        Path folder = options.containsKey("--fresh") ? fresh() : Path.of(options.getOrDefault("--from", ""));
        if (!Files.isDirectory(folder)) {
            throw new Unusable(folder + " is no folder", "name one that bench/run faults --fresh kept");
        }
        Optional<RunNotes> run = RunNotes.read(folder);
        AccuracyPage page = page(folder, run);
        if (!options.containsKey("--write")) {
            OUT.println(page.text());
        } else if (run.isEmpty()) {
            throw new Unusable(
                    folder + " is not of a fresh run: its figures are not published", "bench/run faults --fresh");
        } else if (page.missing() > 0) {
            throw new Unusable(
                    page.missing() + " cases of the run are not there yet",
                    "bench/run faults --fresh --keep " + folder);
        } else {
            Files.writeString(project.resolve("docs/accuracy.md"), page.text());
            ERR.println("written: docs/accuracy.md");
        }
    }

    private AccuracyPage page(Path folder, Optional<RunNotes> run) throws IOException, InterruptedException {
        List<KeptCase> kept = KeptCase.in(folder);
        KeptCase.results(kept); // tells all that cannot be played at once
        var scored = new ArrayList<Scored>();
        for (KeptCase one : kept) {
            scored.add(Scored.of(one));
        }
        boolean rulesHold = run.isEmpty() || run.get().frozen().rulesHold(project);
        long there = run.stream()
                .flatMap(r -> Draw.of(r.seed()).stream())
                .filter(c ->
                        scored.stream().anyMatch(s -> s.result().of().name().equals(c.name())))
                .count();
        int planned = run.map(r -> Draw.of(r.seed()).size()).orElse(0);
        return new AccuracyPage(inOrder(scored), run, rulesHold, (int) (planned - there));
    }

    private static List<Scored> inOrder(List<Scored> scored) {
        return Faults.ALL.stream()
                .flatMap(fault -> scored.stream().filter(s -> s.result().of().fault() == fault))
                .toList();
    }

    /** Runs what is not there yet; the folder it is kept in. */
    private Path fresh() throws IOException, InterruptedException, Unusable {
        Path folder = Path.of(options.getOrDefault("--keep", "target/faults"));
        Frozen frozen = Frozen.check(project, Optional.ofNullable(options.get("--rules")));
        RunNotes notes = notes(folder, frozen);
        List<Case> cases = chosen(Draw.of(notes.seed()));
        notes.write(folder);
        new FreshRun(project, folder, options.containsKey("--machine"), notes.noisy()).run(cases);
        return folder;
    }

    /** Those of the run that is to go on, or new ones. */
    private RunNotes notes(Path folder, Frozen frozen) throws IOException, Unusable {
        Optional<Long> seed = seed();
        boolean noisy = options.containsKey("--noisy");
        Optional<RunNotes> before = RunNotes.read(folder);
        if (before.isEmpty()) {
            Instant now = Instant.now();
            return new RunNotes(
                    seed.orElse(now.toEpochMilli() % 1_000_000), frozen, now, FreshRun.thisMachine(), noisy);
        }
        RunNotes notes = before.get();
        if (seed.isPresent() && seed.get() != notes.seed()) {
            throw new Unusable(folder + " holds a run with seed " + notes.seed(), "give another folder by --keep");
        }
        if (!notes.frozen().rules().equals(frozen.rules())
                || !notes.frozen().faults().equals(frozen.faults())) {
            throw new Unusable(
                    folder + " holds a run under " + notes.frozen().tag() + ", the rules are now those of "
                            + frozen.tag(),
                    "give another folder by --keep");
        }
        return new RunNotes(notes.seed(), notes.frozen(), notes.began(), notes.machine(), notes.noisy() || noisy);
    }

    private Optional<Long> seed() throws Unusable {
        String seed = options.get("--seed");
        if (seed == null) {
            return Optional.empty();
        }
        if (!seed.matches("\\d{1,9}")) {
            throw new Unusable("--seed " + seed + " (expected: a whole number)", "leave it out, and one is drawn");
        }
        return Optional.of(Long.parseLong(seed));
    }

    private List<Case> chosen(List<Case> all) throws Unusable {
        List<String> only = options.containsKey("--only")
                ? Arrays.asList(options.getOrDefault("--only", "").split(","))
                : List.of();
        for (String id : only) {
            if (Faults.byId(id).isEmpty()) {
                throw new Unusable("there is no fault " + id, "see drover lab faults --list");
            }
        }
        return all.stream()
                .filter(c -> only.isEmpty() || only.contains(c.fault().facts().id()))
                .toList();
    }

    /** What happens while it happens; kept off standard output, where the page goes. */
    static void say(String line) {
        ERR.println(line);
    }
}
