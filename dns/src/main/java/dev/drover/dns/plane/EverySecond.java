package dev.drover.dns.plane;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** A thread that does the same once a second. Signatures end when nobody makes new ones: one mistake must not be the last time. */
final class EverySecond implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EverySecond.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Runnable work;
    private final Thread thread;

    /** Starts. */
    EverySecond(String name, Runnable work) {
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tryWork();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryWork() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what names answer could not be brought up to date; the last answers go on", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
