package dev.drover.command;

import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.Keeping;
import dev.drover.lab.Laboratory;
import dev.drover.lab.Result;
import dev.drover.lab.fault.Fault;
import dev.drover.observe.rule.Family;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover lab faults}: injects faults, asks the doctor, keeps the score. */
@Command(
        name = "faults",
        description =
                "Inject faults into a victim of its own, ask the doctor, and print how often it is right. Needs root.",
        footer = {
            "",
            "A case takes about 20 s. Everything is reverted, also by Ctrl-C; what a killed run left is cleaned up by the next.",
            "",
            "Exit code: 0 all cases were run, 1 some broke or could not run, 2 bad input.",
            "",
            "Examples:",
            "  drover lab faults --list",
            "  drover lab faults --only cpu-hog,cfs-throttled --intensity 1,2,3",
            "  drover lab faults --family network --keep recordings",
            "  drover lab faults --json > score.json"
        })
final class LabFaults extends DroverCommand {
    private static final Set<String> WITH_LIST = Set.of("--list", "--only", "--family");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", paramLabel = "FAULT", split = ",", description = "These faults, by their names.")
    private String[] only = {};

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            description = "The faults of one family, such as cpu or network.")
    private @Nullable Family family;

    @Option(names = "--intensity", paramLabel = "N", split = ",", description = "How hard, from 1 to 3 (default: 2).")
    private int[] intensities = {2};

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Varies the strength of each fault by a fifth (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--machine", description = "Run those faults, too, that touch the whole machine.")
    private boolean machine;

    @Option(names = "--list", description = "List the faults and run none.")
    private boolean list;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description = "Keep recordings and notes of each case there, for drover lab score.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        List<Case> cases = cases();
        if (list) {
            listOnly();
            print(LabWords.list(cases.stream().map(Case::fault).distinct().toList()));
            return ExitCode.DONE;
        }
        needsRoot();
        if (!json) {
            say("a case takes about 20 s; " + cases.size() + (cases.size() == 1 ? " case" : " cases"));
        }
        List<Result> results = run(cases);
        LabScore.print(this, results, json);
        return results.stream().allMatch(Result.Ran.class::isInstance) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void listOnly() throws Failure {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!WITH_LIST.contains(option.longestName())) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        "drover: --list runs nothing, and " + option.longestName() + " has no meaning with it"
                                + " (expected: --only, --family)\n  fix: leave one of them out");
            }
        }
    }

    private List<Result> run(List<Case> cases) throws Failure, InterruptedException {
        var results = new ArrayList<Result>();
        var words = new LabWords(output());
        var laboratory = new Laboratory(
                Ticker.system(), keep == null ? Keeping.nowhere() : new Keeping(keep, ShowVersion.version()), machine);
        var ending = new Thread(() -> end(laboratory), "revert");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            for (Case one : cases) {
                Result result = laboratory.run(one);
                results.add(result);
                say(words.line(result));
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "drover: the case cannot be kept: " + e + "\n  fix: give --keep a folder to write to");
        }
        Runtime.getRuntime().removeShutdownHook(ending);
        return results;
    }

    private void end(Laboratory laboratory) {
        try {
            laboratory.close();
        } catch (IOException | InterruptedException e) {
            say("drover: not everything was reverted: " + e.getMessage() + "\n  fix: run drover lab faults again");
        }
    }

    private static void needsRoot() throws Failure {
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: injecting faults needs root: it makes control groups, loop devices and network namespaces\n"
                            + "  fix: run it as root, on a machine made for tests");
        }
    }

    private List<Case> cases() throws Failure {
        var cases = new ArrayList<Case>();
        for (Fault fault : faults()) {
            for (int intensity : intensities) {
                if (intensity < 1 || intensity > 3) {
                    throw new Failure(
                            ExitCode.BAD_INPUT, "drover: --intensity " + intensity + " (expected: 1, 2 or 3)");
                }
                cases.add(new Case(fault, intensity, seed));
            }
        }
        return cases;
    }

    private List<Fault> faults() throws Failure {
        for (String id : only) {
            if (Faults.byId(id).isEmpty()) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        "drover: there is no fault " + id + "\n  fix: see drover lab faults --list");
            }
        }
        List<String> asked = Arrays.asList(only);
        List<Fault> faults = Faults.ALL.stream()
                .filter(f -> asked.isEmpty() || asked.contains(f.facts().id()))
                .filter(f -> family == null || f.facts().family() == family)
                .toList();
        if (faults.isEmpty()) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: no fault is asked for"
                            + (family == null
                                    ? ""
                                    : ", family " + family.name().toLowerCase(Locale.ROOT) + " has none of these")
                            + "\n  fix: see drover lab faults --list");
        }
        return faults;
    }
}
