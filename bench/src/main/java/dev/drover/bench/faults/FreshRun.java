package dev.drover.bench.faults;

import dev.drover.lab.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs cases one at a time, each by a {@code ./drover} of its own, on a machine that is quiet; leaves out those that are there. */
record FreshRun(Path project, Path folder, boolean machine, boolean noisy) {
    private static final int LONGEST_SECONDS = 240;

    void run(List<Case> cases) throws IOException, InterruptedException, Unusable {
        List<Case> left = new ArrayList<>();
        for (Case one : cases) {
            if (!wasRun(one)) {
                left.add(one);
            }
        }
        FaultsBench.say(cases.size() - left.size() + " of " + cases.size() + " cases are there, " + left.size()
                + " are run; Ctrl-C interrupts, and the same command goes on");
        var running = new AtomicReference<Optional<Process>>(Optional.empty());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> running.get().ifPresent(Process::destroy), "revert")); // it reverts everything
        Duration spent = Duration.ZERO;
        for (int i = 0; i < left.size(); i++) {
            quiet();
            long from = System.nanoTime();
            FaultsBench.say(progress(i, left.size(), spent));
            run(left.get(i), running);
            spent = spent.plusNanos(System.nanoTime() - from);
        }
    }

    private static String progress(int done, int all, Duration spent) {
        long each = done == 0 ? 30 : Math.max(1, spent.toSeconds() / done);
        return String.format(
                Locale.ROOT, "case %d of %d, about %d min remain:", done + 1, all, (each * (all - done) + 59) / 60);
    }

    /** A case that broke is run again. */
    private boolean wasRun(Case one) throws IOException {
        Path notes = folder.resolve(one.name() + ".case");
        return Files.exists(notes) && Files.readAllLines(notes).stream().noneMatch(l -> l.startsWith("skipped:"));
    }

    private void quiet() throws IOException, InterruptedException, Unusable {
        double busy = noisy ? 0 : Quiet.await(FreshRun::waiting);
        if (busy > Quiet.MOST) {
            throw new Unusable(
                    String.format(
                            Locale.ROOT,
                            "the machine is not quiet: %.0f %% busy, after two minutes of waiting (expected: at most %.0f %%)",
                            100 * busy,
                            100 * Quiet.MOST),
                    "end what else runs, then give the same command again: it goes on where it stopped");
        }
    }

    private static void waiting(double busy) {
        FaultsBench.say(String.format(Locale.ROOT, "waiting for a quiet machine: it is %.0f %% busy", 100 * busy));
    }

    private void run(Case one, AtomicReference<Optional<Process>> running)
            throws IOException, InterruptedException, Unusable {
        var command = new ArrayList<>(List.of(
                project.resolve("drover").toString(),
                "lab",
                "faults",
                "--only",
                one.fault().facts().id(),
                "--intensity",
                Integer.toString(one.intensity()),
                "--seed",
                Long.toString(one.seed()),
                "--keep",
                folder.toAbsolutePath().toString(),
                "--json"));
        if (machine) {
            command.add("--machine");
        }
        Process drover = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        running.set(Optional.of(drover));
        if (!drover.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            drover.destroy();
            drover.waitFor(60, TimeUnit.SECONDS);
            FaultsBench.say(
                    one.name() + ": ended, it took more than " + LONGEST_SECONDS + " s; it is run again next time");
        } else if (!Files.exists(folder.resolve(one.name() + ".case"))) {
            throw new Unusable(
                    one.name() + " was not kept: ./drover lab faults ended with " + drover.exitValue(),
                    "see what it says above");
        }
    }

    /** Such as: 2 cores of AMD EPYC, Linux 6.1.0. */
    static String thisMachine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", Linux "
                + System.getProperty("os.version");
    }
}
