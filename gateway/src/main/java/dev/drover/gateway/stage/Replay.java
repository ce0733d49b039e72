package dev.drover.gateway.stage;

/** Whether a request could be sent once more. */
public enum Replay {
    /** No byte of it reached the upstream. */
    NOTHING_SENT,
    /** Some did, and all of it (there is no body, or it is held or was kept) can be sent again. */
    POSSIBLE,
    /** Body bytes are gone, or the response's head has been forwarded. */
    IMPOSSIBLE
}
