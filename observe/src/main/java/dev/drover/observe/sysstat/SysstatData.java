package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sysstat kept of a host (the text of {@code sadf -j FILE -- -A}, version 11 to 12), moment by moment: after {@link #next} it
 * is the tree of that moment, and its ticker tells that time.
 *
 * <p>sysstat tells rates over an interval; the counters are made of them again, from 0 on, so that the same rates come out. Rates
 * have two decimals: of an interval of ten minutes that is three events. Numbers of a moment (memory, queues) are those of its end.
 *
 * <p>The data falls into stretches: over a restart, or when the clock was set, nothing can be compared. Each begins with a moment at
 * which only counters are known, where its first interval starts.
 */
public final class SysstatData implements Tree {
    /** A timestamp has whole seconds, and so has an interval. */
    private static final Duration INEXACT = Duration.ofSeconds(2);

    private static final long LONGEST_SECONDS = 32L * 24 * 3600;
    private static final long PAUSE = 1_000_000_000L;
    private static final String NOT_YET = "sysstat tells it of the end of an interval, not of where the first begins";

    private final Sadf sadf;
    private final List<Part> parts = List.of(new CpuPart(), new MemoryPart(), new DiskPart(), new NetworkPart());
    private final Map<String, Supplier<Content>> counters = new HashMap<>();
    private final Map<String, Supplier<Content>> moments = new HashMap<>();
    private @Nullable Section pending;
    private double pendingSeconds;
    private Instant at = Instant.EPOCH;
    private long nanos;
    private int samples;

    /** Reads from here on, up to the first sample; the stream is closed with this. */
    public SysstatData(InputStream in) throws IOException {
        sadf = new Sadf(in);
        for (Part part : parts) {
            part.files(new Part.Files() {
                @Override
                public void counters(String path, Supplier<Content> content) {
                    counters.put(path, content);
                }

                @Override
                public void moment(String path, Supplier<Content> content) {
                    moments.put(path, content);
                }
            });
        }
        counters.put("/proc/sys/kernel/hostname", () -> Content.Text.of(sadf.header("nodename")));
        counters.put("/proc/sys/kernel/osrelease", () -> Content.Text.of(sadf.header("release")));
    }

    /** Goes to the next moment; false behind the last one. */
    public boolean next() throws IOException {
        if (pending != null) {
            at = at.plusSeconds((long) pendingSeconds);
            take(pending, pendingSeconds);
            pending = null;
            return true;
        }
        Section sample = sadf.next();
        if (sample == null) {
            return false;
        }
        Section stamp = sample.section("timestamp");
        Instant end = sadf.clock().read(stamp);
        double seconds = stamp.number("interval", 0);
        if (end == null || !(seconds > 0 && seconds < LONGEST_SECONDS)) {
            throw Unusable.at(
                    sadf.place(),
                    "a sample without its time (expected: timestamp with date, time and interval"
                            + (sadf.clock().zone() == null
                                    ? "; the zone " + sadf.header("timezone") + " is not known: leave -t and -T out"
                                    : "")
                            + ")");
        }
        complete(sample);
        Instant start = end.minusSeconds((long) seconds);
        boolean follows = samples > 0 && Duration.between(at, start).abs().compareTo(INEXACT) <= 0;
        samples++;
        if (follows) {
            at = end;
            take(sample, seconds);
        } else {
            begin(sample, seconds, start);
        }
        return true;
    }

    /** What a rule about CPU needs at the least, and {@code -A} always prints. */
    private void complete(Section sample) throws Unusable {
        List<Section> cpus = CpuPart.cpus(sample);
        String missing = cpus.stream().allMatch(CpuPart::isAll)
                ? "single CPUs"
                : cpus.stream().noneMatch(CpuPart::isAll)
                        ? "all CPUs together"
                        : !sample.has("process-and-context-switch")
                                ? "context switches"
                                : !sample.has("queue") ? "the run queue" : "";
        if (!missing.isEmpty()) {
            throw Unusable.at(sadf.place(), "a sample without " + missing + " (expected: all activities, by -A)");
        }
    }

    private void begin(Section sample, double seconds, Instant start) {
        parts.forEach(part -> part.take(sample, 0)); // which counters there are
        pending = sample;
        pendingSeconds = seconds;
        nanos += PAUSE;
        at = start;
    }

    private void take(Section sample, double seconds) {
        parts.forEach(part -> part.take(sample, seconds));
        nanos += (long) (seconds * 1e9);
    }

    /** Whether this moment is the first of a stretch, not to be compared with the one before. */
    public boolean begins() {
        return pending != null;
    }

    /** When the host restarted; complete once there is no next moment. */
    public List<Instant> restarts() {
        return sadf.restarts();
    }

    /** Whether the text ended in the middle of a sample, which is lost. */
    public boolean cutShort() {
        return sadf.cutShort();
    }

    @Override
    public Content read(String path) {
        Supplier<Content> counted = counters.get(path);
        if (counted != null) {
            return counted.get();
        }
        Supplier<Content> moment = moments.get(path);
        if (moment != null) {
            return pending != null ? new Content.Unreadable(NOT_YET) : moment.get();
        }
        return new Content.Unreadable(
                path.equals("/proc/")
                        ? "sysstat does not record processes"
                        : path.endsWith("/mountinfo")
                                ? "sysstat does not record control groups"
                                : "sysstat does not record it");
    }

    /** The time of this moment. */
    public Ticker ticker() {
        return Ticker.of(() -> nanos, () -> at);
    }

    @Override
    public void close() {
        try {
            sadf.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
