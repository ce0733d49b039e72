package dev.drover.observe.sysstat;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One of sysstat's tools that reports every few seconds, and our sampler beside it, many times a second. When the tool read its
 * counters follows from two things: not before its timer was due, not after its report appeared in the file it writes.
 */
final class Beside {
    static final int EVERY = 2;
    static final int REPORTS = 4;

    private static final List<Group<?>> GROUPS = List.of(
            Cpus.GROUP,
            Pressure.CPU,
            Pressure.MEMORY,
            Pressure.IO,
            Disks.GROUP,
            Memory.INFO,
            Memory.EVENTS,
            Protocols.BASIC,
            Interfaces.GROUP,
            Load.GROUP);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(700);

    private final List<Sample> samples = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>();
    private long started;

    /** Runs it to its end; its standard output goes to a file, which may be the one it reports into. */
    void run(Path reports, Path out, String... command) throws IOException, InterruptedException {
        var ticker = Ticker.system();
        try (var tree = new LiveTree()) {
            var sampler = new Sampler(tree, ticker, GROUPS);
            take(sampler, ticker);
            take(sampler, ticker);
            started = ticker.nanos();
            Process tool = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long size = 0;
            long deadline = started + TimeUnit.SECONDS.toNanos(EVERY * (REPORTS + 5));
            boolean alive = true;
            while (alive && ticker.nanos() < deadline) {
                alive = tool.isAlive(); // once more after its end, for its last report
                long now = Files.exists(reports) ? Files.size(reports) : 0;
                if (now > size) {
                    size = now;
                    grown(ticker.nanos());
                }
                take(sampler, ticker);
                LockSupport.parkNanos(PAUSE);
            }
            tool.destroy();
            if (tool.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + tool.exitValue());
            }
        }
    }

    private void take(Sampler sampler, Ticker ticker) {
        samples.add(sampler.take());
        ends.add(ticker.nanos());
    }

    /** Pieces of one report come shortly after each other; the last of them counts. */
    private void grown(long at) {
        if (!seen.isEmpty() && at - seen.getLast() < SETTLED) {
            seen.removeLast();
        }
        seen.add(at);
    }

    /** The seconds between two readings of the tool, counted from 0. */
    Seconds between(int first, int second) {
        return new Seconds(before(first), after(first), before(second), after(second), around(second));
    }

    private Sample before(int reading) {
        long due = started + TimeUnit.SECONDS.toNanos((long) EVERY * reading);
        int last = 0;
        for (int i = 0; i < samples.size() && ends.get(i) <= due; i++) {
            last = i;
        }
        return samples.get(last);
    }

    private Sample after(int reading) {
        long at = seen.get(reading);
        return samples.stream().filter(s -> s.nanos() >= at).findFirst().orElse(samples.getLast());
    }

    private List<Sample> around(int reading) {
        long from = before(reading).nanos();
        long to = after(reading).nanos();
        return samples.stream()
                .filter(s -> s.nanos() >= from && s.nanos() <= to)
                .toList();
    }
}
