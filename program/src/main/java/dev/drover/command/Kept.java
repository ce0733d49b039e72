package dev.drover.command;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.FolderTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.recording.Recording;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Samples;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples of what somebody kept: a recording, or a folder of exported trees, one subfolder for each moment with {@code proc/} and
 * perhaps {@code sys/} in it.
 *
 * @param note what the reader should know of them; may be empty
 */
record Kept(List<Sample> samples, String note) {
    private static final int MOST = 1_000;
    private static final String EXPORT =
            "  fix: export two moments or more into subfolders, each with proc/ in it, some seconds apart";

    static Kept read(Path from) throws Failure {
        try {
            return Files.isDirectory(from) ? exported(from) : recorded(from);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + from + ": there is no such file");
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_INPUT, from + ": " + e.getMessage());
        }
    }

    private static Kept recorded(Path file) throws IOException, Failure {
        try (var recording = new Recording(Files.newInputStream(file))) {
            var sampler = new Sampler(recording, recording.ticker());
            var kept = new Samples(Doctor.MOST_SAMPLES);
            while (recording.next()) {
                kept.add(sampler.take());
            }
            List<Sample> samples = kept.list();
            if (samples.size() < 2) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        file + ": it holds " + samples.size() + (recording.cutShort() ? " whole" : "")
                                + " samples (expected: two or more)\n  fix: "
                                + (recording.cutShort()
                                        ? "it was cut short: copy it again, or record anew"
                                        : "record for longer"));
            }
            String note = recording.cutShort() ? "the recording was cut short; what it holds is whole" : "";
            return new Kept(samples, note);
        }
    }

    private static Kept exported(Path folder) throws IOException, Failure {
        var samples = new ArrayList<Sample>();
        var moving = new Moving();
        var sampler = new Sampler(moving, Ticker.of(() -> moving.nanos, () -> moving.at));
        for (Path moment : moments(folder)) {
            long before = moving.nanos;
            moving.to(moment);
            if (!samples.isEmpty() && moving.nanos <= before) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        moment
                                + ": proc/uptime is not later than in the folder before it\n  fix: name the folders in order of time");
            }
            samples.add(sampler.take());
        }
        if (samples.size() < 2) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    folder + ": it holds " + samples.size() + " moments (expected: two or more, for rates)\n" + EXPORT);
        }
        return new Kept(samples, "");
    }

    private static List<Path> moments(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> Files.isDirectory(p.resolve("proc")))
                    .sorted()
                    .limit(MOST)
                    .toList();
        }
    }

    /** A tree that moves from one exported moment to the next, and the time there. */
    private static final class Moving implements Tree {
        private Tree tree = path -> new Content.Unreadable("no moment yet");
        private long nanos;
        private Instant at = Instant.EPOCH;

        void to(Path moment) throws Failure {
            tree = new FolderTree(moment);
            if (!(tree.read("/proc/uptime") instanceof Content.Text uptime)) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        moment + ": proc/uptime is missing (expected: it tells when this was)\n" + EXPORT);
            }
            nanos = (long) (new Cursor(uptime.bytes()).decimal() * 1e9);
            at = Instant.ofEpochSecond(booted()).plus(Duration.ofNanos(nanos));
        }

        private long booted() {
            if (tree.read("/proc/stat") instanceof Content.Text stat) {
                var line = new Cursor(stat.bytes());
                while (!line.atEnd()) {
                    if (line.skip("btime ")) {
                        return Math.min(line.number(), 1L << 40);
                    }
                    line.nextLine();
                }
            }
            return 0;
        }

        @Override
        public Content read(String path) {
            return tree.read(path);
        }
    }
}
