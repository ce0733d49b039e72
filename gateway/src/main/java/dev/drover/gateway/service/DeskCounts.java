package dev.drover.gateway.service;

import dev.drover.gateway.measure.Count;

/** What one event loop counted at one service. Written by that loop, read by any. */
public final class DeskCounts {
    private final Count retries = new Count();
    private final Count overBudget = new Count();
    private final Count queued = new Count();
    private final Count turnedAway = new Count();

    public Count retries() {
        return retries;
    }

    /** Retries that were wanted and safe, yet not within the budget. */
    public Count overBudget() {
        return overBudget;
    }

    /** Requests that had to wait for a place under the cap. */
    public Count queued() {
        return queued;
    }

    /** Requests that found the queue full. */
    public Count turnedAway() {
        return turnedAway;
    }
}
