package dev.drover.gateway.stage;

/** One decision about a request. One object per event loop, so that it may keep state without locks. */
public interface Stage {
    /** Decides without blocking. What it decides it leaves in the request's notes. */
    Outcome handle(Request request);
}
