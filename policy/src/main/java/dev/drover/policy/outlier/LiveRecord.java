package dev.drover.policy.outlier;

import dev.drover.model.Health;

/**
 * What live traffic says of one instance, over all event loops.
 *
 * <p>The model is Envoy's outlier detection: the n-th ejection lasts n times the first, up to a cap; every {@code window} that
 * passes in service takes one off n. After an ejection counting starts anew. Not thread-safe; time is handed in, nanoseconds.
 */
public final class LiveRecord {
    private Health.Evidence settings;
    private final RateWindow window;
    private int consecutive;
    private int ejections;
    private long ejectedUntil;
    private boolean ejected;

    public LiveRecord(Health.Evidence settings) {
        this.settings = settings;
        this.window = new RateWindow(settings.window().toNanos());
    }

    /** Other settings from now on; a running ejection stays as it is. */
    public void use(Health.Evidence newer) {
        settings = newer;
        window.resize(newer.window().toNanos());
    }

    /**
     * Counts what ended since the last call. While ejected it is ignored: those are requests from before, or the floor keeps it.
     *
     * @param longestRun most failures in a row that one loop has seen up to now; used where there were successes too, since
     *     the order between loops is not known
     */
    public void saw(long successes, long failures, int longestRun, long now) {
        if (ejected) {
            return;
        }
        window.add(successes, failures, now);
        int counted = (int) Math.min(Integer.MAX_VALUE, consecutive + failures);
        consecutive = successes > 0 ? Math.min(longestRun, counted) : counted;
    }

    /** Failures since the last success. */
    public int consecutive() {
        return consecutive;
    }

    public long requests(long now) {
        return window.successes(now) + window.failures(now);
    }

    public long failures(long now) {
        return window.failures(now);
    }

    /** Failed too often in a row. */
    public boolean isFailing() {
        return !ejected && settings.failures() > 0 && consecutive >= settings.failures();
    }

    /** Has had enough requests for its success rate to count. */
    public boolean isRated(long now) {
        return !ejected && settings.successRate() > 0 && requests(now) >= settings.requests();
    }

    /** Success rate within the window, 0 to 100 percent; of an instance that {@link #isRated}. */
    public double successPercent(long now) {
        return 100.0 * window.successes(now) / requests(now);
    }

    /** Begins an ejection and returns when it ends. */
    public long eject(long now) {
        long served = ejections == 0 ? 0 : Math.max(0, now - ejectedUntil);
        long forgiven = served / Math.max(1, settings.window().toNanos());
        ejections = (int) Math.max(0, ejections - forgiven) + 1;
        long base = settings.eject().toNanos();
        long cap = settings.ejectAtMost().toNanos();
        ejectedUntil = now + (ejections > cap / Math.max(1, base) ? cap : ejections * base);
        ejected = true;
        consecutive = 0;
        window.clear();
        return ejectedUntil;
    }

    /** Ends an ejection whose time is over; true if it did. */
    public boolean comesBack(long now) {
        if (!ejected || now - ejectedUntil < 0) {
            return false;
        }
        ejected = false;
        return true;
    }

    /** Ends an ejection before its time. */
    public void pardon() {
        ejected = false;
    }

    public boolean isEjected() {
        return ejected;
    }

    public long ejectedUntil() {
        return ejectedUntil;
    }

    /** How often in short succession; 1 is the first. */
    public int ejections() {
        return ejections;
    }
}
