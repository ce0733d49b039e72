package dev.drover.gateway.service;

import dev.drover.gateway.measure.Count;

/** What one event loop counted at one instance. Written by that loop, read by any. */
public final class InstanceCounts {
    private final Count requests = new Count();
    private final Count failures = new Count();
    private final Count serverErrors = new Count();
    private final Count inFlight = new Count();

    void answered(int status) {
        requests.add(1);
        if (status >= 500) {
            serverErrors.add(1);
        }
    }

    void failed(boolean answered) {
        requests.add(answered ? 0 : 1);
        failures.add(1);
    }

    void inFlight(int now) {
        inFlight.set(now);
    }

    public long requests() {
        return requests.get();
    }

    /** Attempts that got no response, or not all of it. */
    public long failures() {
        return failures.get();
    }

    public long serverErrors() {
        return serverErrors.get();
    }

    public int inFlight() {
        return (int) inFlight.get();
    }
}
