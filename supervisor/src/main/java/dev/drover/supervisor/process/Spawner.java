package dev.drover.supervisor.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes, all from one thread that lives as long as this does: the kernel's parent-death signal (prctl(2),
 * PR_SET_PDEATHSIG) is sent when the <em>thread</em> that started a process ends, and pool threads come and go.
 */
public final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("spawner").daemon().factory());

    /** The started process; its output must be read. */
    public Child start(Launch launch, int port) throws IOException, InterruptedException {
        return start(() -> begin(launch, port));
    }

    /** Runs such a command line; its errors come with its output. */
    Child start(List<String> line, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(() -> new Child(
                builder(line, directory, environment).redirectErrorStream(true).start(), 0));
    }

    private Child start(Callable<Child> begin) throws IOException, InterruptedException {
        try {
            return thread.submit(begin).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        }
    }

    private static Child begin(Launch launch, int port) throws IOException {
        return new Child(
                builder(launch.wrapped(port), launch.directory(), launch.environment(port))
                        .start(),
                port);
    }

    private static ProcessBuilder builder(List<String> line, Path directory, Map<String, String> environment) {
        var builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Ends the thread, and with it what was started and not stopped. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
