package dev.drover.supervisor.process;

import java.io.IOException;
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
        try {
            return thread.submit(() -> begin(launch, port)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        }
    }

    private static Child begin(Launch launch, int port) throws IOException {
        var builder = new ProcessBuilder(launch.wrapped(port))
                .directory(launch.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(launch.environment(port));
        return new Child(builder.start(), port);
    }

    /** Ends the thread, and with it what was started and not stopped. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
