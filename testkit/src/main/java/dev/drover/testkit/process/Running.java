package dev.drover.testkit.process;

import dev.drover.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that a test has started. Its output is kept; closing it ends it and all its children. */
public final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Said out = new Said();
    private final Said err = new Said();
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

    private static Thread read(InputStream from, Said into) {
        return Thread.ofVirtual().start(() -> {
            var buffer = new byte[8192];
            try (from) {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    into.add(buffer, count);
                }
            } catch (IOException e) {
                // The program and its pipe are gone; what it said before counts.
            }
        });
    }

    /** What came out of a pipe so far. */
    private static final class Said {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        synchronized void add(byte[] buffer, int count) {
            bytes.write(buffer, 0, count);
        }

        @Override
        public synchronized String toString() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
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

    /** SIGTERM. Not by the process itself, which would close its pipes: what it says while it ends is wanted. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL, to the program alone. */
    public void kill() {
        process.toHandle().destroyForcibly();
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
