package dev.drover.admin;

import dev.drover.plane.control.Refused;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A platform thread that does one thing after the other for requests that wait.
 *
 * <p>What takes processor time must not run on virtual threads: they share as many carriers as there are cores and are not
 * preempted, so that two large files being read would hold up every answer, check and timer of the node until they are done.
 * One at a time also bounds the memory that it takes.
 */
final class Desk implements AutoCloseable {
    /** Requests that may wait for the one that is being done. */
    private static final int WAITING = 32;

    private final ThreadPoolExecutor thread;

    Desk(String name) {
        thread = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().name(name).daemon(true).factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** What is done for a request. */
    interface Work<T> {
        T done() throws Refused, IOException, InterruptedException;
    }

    /** Too many wait already. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    /** Waits until it is done. */
    <T> T ask(Work<T> work) throws Refused, IOException {
        var task = new FutureTask<T>(work::done);
        try {
            thread.execute(task);
            return task.get();
        } catch (RejectedExecutionException e) {
            throw new Busy("the node is busy with " + WAITING + " requests like this one, or ending; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("the node is ending");
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static RuntimeException cause(ExecutionException e) throws Refused, IOException {
        switch (e.getCause()) {
            case Refused refused -> throw refused;
            case IOException broken -> throw broken;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
