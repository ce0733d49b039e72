package dev.drover.command;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.FolderTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.recording.Recording;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sysstat.Unusable;
import dev.drover.plane.Ticker;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Samples of what somebody kept: a recording, data of sysstat, or a folder of exported trees, one subfolder for each moment with
 * {@code proc/} and perhaps {@code sys/} in it.
 *
 * @param note what the reader should know of them; may be empty
 */
record Kept(List<Sample> samples, String note) {
    private static final int MOST = 1_000;
    /** Some readers need a sample before the first that counts. */
    private static final Duration PRIMED = Duration.ofSeconds(2);

    private static final String EXPORT =
            "  fix: export two moments or more into subfolders, each with proc/ in it, some seconds apart";

    private static final String KNOWN = " (expected: what drover record, sadf -j or sadc writes, or a folder)\n"
            + "  fix: from sysstat's files: sadf -j FILE -- -A > FILE.json";

    static Kept read(Path from, Period period) throws Failure {
        try {
            return Files.isDirectory(from) ? exported(from, period) : file(from, period);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + from + ": there is no such file");
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_INPUT, from + ": " + e.getMessage());
        }
    }

    /** The samples of these times in a recording, thinned out if they are many. Empty if it holds fewer than two. */
    static Optional<Kept> within(byte[] recorded, Instant from, Instant to) throws IOException {
        try (var recording = new Recording(new ByteArrayInputStream(recorded))) {
            var sampler = new Sampler(recording, recording.ticker());
            var kept = new ArrayList<Sample>();
            Duration apart = Duration.between(from, to).dividedBy(Doctor.MOST_SAMPLES);
            Instant due = from.minus(PRIMED);
            while (recording.next()) {
                Instant at = recording.ticker().instant();
                if (!at.isBefore(due) && !at.isAfter(to)) {
                    Sample sample = sampler.take();
                    due = at.plus(apart);
                    if (!at.isBefore(from)) {
                        kept.add(sample);
                    }
                }
            }
            return kept.size() < 2 ? Optional.empty() : Optional.of(new Kept(kept, ""));
        }
    }

    /** Of a file its first bytes tell what it is. */
    private static Kept file(Path file, Period period) throws IOException, Failure {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            if (SysstatFile.begins(first, second)) {
                return new SysstatFile("sadf", file).read(period);
            }
            if (first == 0x1f && second == 0x8b) {
                return KeptBySysstat.read(file.toString(), new GZIPInputStream(in, 1 << 16), period);
            }
            if (first == '{' || Character.isWhitespace(first)) {
                return KeptBySysstat.read(file.toString(), in, period);
            }
            if (first != 'D') {
                throw new Failure(ExitCode.BAD_INPUT, file + ": " + stranger(first, second) + KNOWN);
            }
            return recorded(file, in, period);
        } catch (Unusable e) {
            throw new Failure(ExitCode.BAD_INPUT, file + ":" + e.getMessage());
        } catch (ZipException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    file + ": it cannot be gunzipped: " + e.getMessage() + "\n  fix: copy it again");
        }
    }

    private static String stranger(int first, int second) {
        if (first < 0) {
            return "it is empty";
        }
        boolean compressed = (first == 0xfd && second == '7') || (first == 'B' && second == 'Z');
        return compressed ? "it is compressed by xz or bzip2: unpack it first" : "this is no recording";
    }

    private static Kept recorded(Path file, InputStream in, Period period) throws IOException, Failure {
        try (var recording = new Recording(in)) {
            var sampler = new Sampler(recording, recording.ticker());
            var kept = new Selection(period);
            int frames = 0;
            Instant begins = null;
            while (recording.next()) {
                Sample sample = sampler.take();
                begins = begins == null ? sample.at() : begins;
                kept.add(sample);
                frames++;
            }
            List<Sample> samples = kept.list();
            if (samples.size() < 2 && frames >= 2 && begins != null) {
                throw noneWithin(
                        file.toString(), period, begins, recording.ticker().instant());
            }
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

    static Failure noneWithin(String name, Period period, Instant begins, Instant ends) {
        ZoneId zone = period.zone();
        Instant start = period.start(begins);
        return new Failure(
                ExitCode.BAD_INPUT,
                name + ": it holds nothing of " + Times.date(start, zone) + " to "
                        + Times.date(start.plus(period.length()), zone) + " (expected: a period within "
                        + Times.date(begins, zone) + " to " + Times.date(ends, zone) + ")");
    }

    private static Kept exported(Path folder, Period period) throws IOException, Failure {
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
        var selection = new Selection(period);
        samples.forEach(selection::add);
        if (selection.list().size() < 2) {
            throw noneWithin(
                    folder.toString(),
                    period,
                    samples.getFirst().at(),
                    samples.getLast().at());
        }
        return new Kept(selection.list(), "");
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
