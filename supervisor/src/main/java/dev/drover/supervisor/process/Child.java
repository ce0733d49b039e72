package dev.drover.supervisor.process;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A started process with the group that it leads. */
public final class Child {
    private final Process process;
    private final int port;

    Child(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Also the number of its group and session. */
    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    public InputStream output() {
        return process.getInputStream();
    }

    public InputStream errors() {
        return process.getErrorStream();
    }

    /**
     * Runs once the leader has ended; others of the group may live on. On a thread of its own: {@link Process#onExit} goes through
     * the common pool, where anybody's blocking task would hide the end of a process.
     */
    public void onExit(Runnable then) {
        Thread.ofVirtual().name("end of " + process.pid()).start(() -> {
            try {
                process.waitFor();
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Asks the whole group to end. */
    public void terminate() {
        signal(Signals.TERM);
    }

    /** Ends the whole group. */
    public void kill() {
        signal(Signals.KILL);
    }

    /** The leader by its pid too: it leads no group before it has come that far. */
    private void signal(int signal) {
        Signals.send(-process.pid(), signal);
        if (process.isAlive()) {
            Signals.send(process.pid(), signal);
        }
    }

    /** Nobody of the group lives; the dead that nobody waited for do not count. */
    public boolean gone() {
        return !process.isAlive() && Groups.isGone(process.pid());
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for the leader's end; false if it still runs after that time. */
    boolean awaitExit(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Exit code of the leader, 128 plus the signal's number where a signal ended it. */
    public int exitCode() {
        return process.exitValue();
    }

    /** {@code exit code 1}, {@code exit code 137 (SIGKILL)}. */
    public static String describe(int code) {
        return "exit code " + code + (code > 128 && code <= 128 + 64 ? " (" + Signals.name(code - 128) + ")" : "");
    }
}
