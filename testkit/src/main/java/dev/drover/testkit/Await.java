package dev.drover.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for something that another process does: bounded, and with a sentence that says what did not come. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds. An exception of the condition counts as "not yet" and is told at the end. */
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        until(what, atMost, condition, () -> "");
    }

    /** As above; {@code context} is asked only for the failure's text. */
    public static void until(String what, Duration atMost, Callable<Boolean> condition, Supplier<String> context) {
        long end = System.nanoTime() + atMost.toNanos();
        Throwable last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < end);
        var failure = new AssertionError("not within " + atMost.toMillis() + " ms: " + what + "\n" + context.get());
        if (last != null) {
            failure.addSuppressed(last);
        }
        throw failure;
    }
}
