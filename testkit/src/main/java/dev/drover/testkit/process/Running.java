package dev.drover.testkit.process;

import dev.drover.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A program that a test has started. Its output is kept; closing it ends it and all its children. */
public final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Queue<String> out = new ConcurrentLinkedQueue<>();
    private final Queue<String> err = new ConcurrentLinkedQueue<>();
    private final List<Thread> readers;

    private Running(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
    }

    /** What to start. */
    public record Start(List<String> command, Path directory, Map<String, String> environment) {
        public Start {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        public Start in(Path folder) {
            return new Start(command, folder, environment);
        }

        /** Variables added to those of the test. */
        public Start with(Map<String, String> variables) {
            return new Start(command, directory, variables);
        }

        public Running start() {
            var builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(environment);
            try {
                Process process = builder.start();
                process.getOutputStream().close();
                return new Running(command, process);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static Start of(List<String> command) {
        return new Start(command, Path.of(""), Map.of()).in(Path.of("").toAbsolutePath());
    }

    public static Start of(String... command) {
        return of(List.of(command));
    }

    private static Thread read(InputStream from, Queue<String> into) {
        return Thread.ofVirtual().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    into.add(line);
                }
            } catch (IOException e) {
                into.add("(output ended: " + e.getMessage() + ")");
            }
        });
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String out() {
        return text(out);
    }

    public String err() {
        return text(err);
    }

    private static String text(Queue<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Everything printed so far, for failures. */
    public String said() {
        return String.join(" ", command) + "\n--- out\n" + out() + "--- err\n" + err();
    }

    /** The first line, of either stream, that fits; fails when it does not come or when the program ends without it. */
    public String awaitLine(String what, Duration atMost, Predicate<String> fits) {
        var found = new String[1];
        Await.until(
                "the line with " + what,
                atMost,
                () -> {
                    boolean ended = !process.isAlive();
                    found[0] = (out() + err()).lines().filter(fits).findFirst().orElse("");
                    if (found[0].isEmpty() && ended) {
                        awaitExit(PATIENCE);
                        throw new IllegalStateException("the program ended first: " + process.exitValue());
                    }
                    return !found[0].isEmpty();
                },
                this::said);
        return found[0];
    }

    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + atMost.toMillis() + " ms: " + said());
            }
            for (Thread reader : readers) {
                reader.join(PATIENCE);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, to the program alone. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Ends the program and what it started: SIGTERM, then SIGKILL. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.destroy();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
