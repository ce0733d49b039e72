package dev.drover.command;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.recording.Recorder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() throws Failure, InterruptedException {
        Watch watch = Watch.of(span);
        int[] samples = {0};
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var recorder = new Recorder(new LiveTree(), out)) {
            print("recording this host into " + file + " for " + watch.span().toSeconds() + " s ...");
            watch.run(recorder, sample -> {
                samples[0]++;
                recorder.endFrame();
            });
            recorder.flush();
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
}
