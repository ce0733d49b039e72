package dev.drover.registry.consul;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Consul and Drover side by side, asked the same. */
final class Sides {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Side theirs;
    private final Side ours;
    private final Differences differences;

    Sides(HttpClient client, int theirPort, int ourPort, Differences differences) {
        this.theirs = new Side(client, theirPort, new Script.Memory());
        this.ours = new Side(client, ourPort, new Script.Memory());
        this.differences = differences;
    }

    /** One of the two, and what it gave us. */
    private record Side(HttpClient client, int port, Script.Memory memory) {
        Told ask(Script.Step step) throws IOException, InterruptedException {
            Told told = Told.ask(client, port, memory.filled(step), memory::named);
            memory.keep(step, told);
            return told;
        }
    }

    /** From now on {@code {name}} stands for the value on both sides. */
    void know(String name, String value) {
        theirs.memory.know(name, value);
        ours.memory.know(name, value);
    }

    /** What differs without being meant to. */
    List<String> compare(String file, List<Script.Step> steps) throws IOException, InterruptedException {
        var unmeant = new ArrayList<String>();
        for (Script.Step step : steps) {
            compare(step).forEach(one -> unmeant.add(file + ":" + one));
        }
        return unmeant;
    }

    /** Reads are asked again until both agree, for a while: Consul's catalog follows its agent a moment later. */
    private List<String> compare(Script.Step step) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> unmeant = differences.unmeant(step, theirs.ask(step), ours.ask(step));
            if (unmeant.isEmpty() || !step.method().equals("GET") || System.nanoTime() > end) {
                return unmeant;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
