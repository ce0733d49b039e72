package dev.drover.health.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program exits with 0. It leads a process group of its own, which is killed when the check ends, so that nothing it started
 * is left behind. Its environment is empty except for PATH.
 *
 * @param prefix what goes before the command: a new session, another account
 * @param folder where it runs
 * @param running bounds how many run at the same time on this node; time spent waiting does not count as the check's
 */
record CommandCheck(
        List<String> prefix, List<String> command, Path folder, String path, Duration timeout, Semaphore running)
        implements PreparedCheck {
    private static final int KEPT_OUTPUT = 4096;

    /** Once its group is killed, only a process that left the group can keep the output open: it is not waited for. */
    private static final Duration OUTPUT_END = Duration.ofSeconds(1);

    @Override
    public String words() {
        return String.join(" ", command);
    }

    @Override
    public Probe probe(Lane lane, InetSocketAddress address) {
        return new Running(lane, address);
    }

    private List<String> line(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String port = Integer.toString(address.getPort());
        var line = new java.util.ArrayList<>(prefix);
        command.forEach(word -> line.add(word.replace("{host}", host).replace("{port}", port)));
        return line;
    }

    private final class Running implements Probe {
        private final Lane lane;
        private final InetSocketAddress address;
        private volatile @Nullable Thread thread;
        private boolean closed;

        Running(Lane lane, InetSocketAddress address) {
            this.lane = lane;
            this.address = address;
        }

        @Override
        public void begin(Consumer<Outcome> done) {
            thread = Thread.ofVirtual().name("check " + command.getFirst()).start(() -> {
                Outcome outcome = turn();
                lane.execute(() -> {
                    if (!closed) {
                        done.accept(outcome);
                    }
                });
            });
        }

        private Outcome turn() {
            try {
                running.acquire();
                try {
                    return run();
                } finally {
                    running.release();
                }
            } catch (InterruptedException e) {
                return Outcome.fail("stopped");
            } catch (IOException e) {
                return Outcome.fail("cannot run " + command.getFirst() + ": " + Words.of(e));
            }
        }

        private Outcome run() throws IOException, InterruptedException {
            var builder = new ProcessBuilder(line(address)).directory(folder.toFile());
            builder.redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().clear();
            builder.environment().put("PATH", path);
            long began = lane.nanos();
            Process process = builder.start();
            var output = new Output(process);
            try {
                boolean ended = awaitExit(process);
                return ended
                        ? ended(process.exitValue(), Words.since(began, lane.nanos()), output)
                        : Outcome.fail(command.getFirst() + " was killed after " + Words.of(timeout) + output.words());
            } finally {
                process.destroyForcibly(); // closes its output too, so not before that was read
            }
        }

        /** Nothing of its group is left afterwards. */
        private boolean awaitExit(Process process) throws InterruptedException {
            try {
                return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                ProcessGroup.kill(process.pid());
            }
        }

        private Outcome ended(int code, String took, Output output) throws InterruptedException {
            return code == 0
                    ? Outcome.pass(command.getFirst() + " exited with 0 in " + took)
                    : Outcome.fail(command.getFirst() + " exited with " + code + " in " + took + output.words());
        }

        @Override
        public void close() {
            closed = true;
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    /** Reads what a process says, so that it never waits for a reader, and keeps the beginning. */
    private static final class Output {
        /** Guarded by itself. */
        private final StringBuilder kept = new StringBuilder();

        private final Thread reader;

        Output(Process process) {
            reader = Thread.ofVirtual().start(() -> read(process));
        }

        private void read(Process process) {
            byte[] buffer = new byte[KEPT_OUTPUT];
            try (var from = process.getInputStream()) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    keep(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The process is gone, and what it said is kept.
            }
        }

        private void keep(String said) {
            synchronized (kept) {
                if (kept.length() < KEPT_OUTPUT) {
                    kept.append(said);
                }
            }
        }

        /** What was said until the end, which may be read later than the exit is known. */
        String words() throws InterruptedException {
            reader.join(OUTPUT_END);
            String said;
            synchronized (kept) {
                said = Words.line(kept.toString(), 200);
            }
            return said.isEmpty() ? "" : ": " + said;
        }
    }
}
