package dev.drover.command;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.capture.WithoutCommandLines;
import dev.drover.observe.fleet.Destination;
import dev.drover.observe.fleet.Fleet;
import dev.drover.observe.fleet.Visit;
import dev.drover.observe.recording.Recorder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover record}: writes down what a host's counters do, to be diagnosed later and elsewhere. */
@Command(
        name = "record",
        description = "Record the counters of this host into a file that drover doctor --from reads on any machine.",
        footer = {
            "",
            "It holds names and command lines of processes, no contents of files or connections.",
            "",
            "Examples:",
            "  drover record slow.drec",
            "  drover record slow.drec --for 5m",
            "  drover record web1.drec --host web1   another host, over SSH",
            "  drover record slow.drec --without-command-lines   to give it away",
            "  drover doctor --from slow.drec"
        })
final class RecordHost extends DroverCommand {
    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
    private Path file = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            defaultValue = "60s",
            description = "How long to record, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String span = "60s";

    @Option(
            names = "--without-command-lines",
            description = "Leave out what processes were started with, as for a file to give away; their names stay.")
    private boolean withoutCommandLines;

    @Mixin
    private Hosts hosts = new Hosts();

    @Override
    public Integer call() throws Failure, InterruptedException {
        Watch watch = Watch.of(span);
        hosts.alone();
        Optional<Destination> other = other();
        int[] samples = {0};
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String who = other.map(Destination::toString).orElse("this host");
            print("recording " + who + " into " + file + " for " + watch.span().toSeconds() + " s ...");
            if (other.isPresent()) {
                record(other.get(), watch, out, samples);
            } else {
                record(watch, out, samples);
            }
            print(samples[0] + " samples, " + Files.size(file) / 1024 + " KiB; next: drover doctor --from " + file);
            return ExitCode.DONE;
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + file + " exists already\n  fix: name a new file");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "drover: " + file + " cannot be written: " + e.getMessage() + " (after " + samples[0]
                            + " samples)");
        }
    }

    private Optional<Destination> other() throws Failure {
        if (hosts.none()) {
            return Optional.empty();
        }
        List<Destination> all = hosts.all();
        if (all.size() > 1) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: a recording holds one host, and --host names " + all.size()
                            + "\n  fix: record each into a file of its own");
        }
        return Optional.of(all.getFirst());
    }

    private Tree told(Tree all) {
        return withoutCommandLines ? new WithoutCommandLines(all) : all;
    }

    private void record(Watch watch, OutputStream out, int[] samples) throws IOException, InterruptedException {
        try (var recorder = new Recorder(told(new LiveTree()), out)) {
            watch.run(recorder, sample -> {
                samples[0]++;
                recorder.endFrame();
            });
            recorder.flush();
        }
    }

    private void record(Destination host, Watch watch, OutputStream out, int[] samples)
            throws Failure, IOException, InterruptedException {
        var recorders = new ArrayList<Recorder>();
        Fleet.Outcome outcome = hosts.fleet()
                .watch(
                        host,
                        watch.span(),
                        tree -> {
                            recorders.add(new Recorder(told(tree), out));
                            return recorders.getLast();
                        },
                        sample -> {
                            samples[0]++;
                            recorders.getLast().endFrame();
                        });
        for (Recorder recorder : recorders) {
            recorder.flush();
        }
        if (outcome.unseen().isPresent()) {
            Visit.Unseen unseen = outcome.unseen().get();
            Files.delete(file);
            throw new Failure(ExitCode.FAILED, "drover: " + host + ": " + unseen.why() + "\n  fix: " + unseen.fix());
        }
        if (!outcome.note().isEmpty()) {
            say(outcome.note());
        }
    }
}
