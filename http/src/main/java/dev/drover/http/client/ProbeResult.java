package dev.drover.http.client;

/** What became of a probe. */
public sealed interface ProbeResult {
    /**
     * A complete response head, and as much of the body as was to be kept.
     *
     * @param body its first bytes, read as UTF-8
     * @param nanos from the call to the last byte that was waited for
     */
    record Answered(int status, String body, long nanos) implements ProbeResult {}

    /** There is no valid response; {@code detail} says why in words, such as {@code Connection refused}. */
    record Failed(Cause cause, String detail) implements ProbeResult {}

    /** Where it failed. */
    enum Cause {
        /** No connection: refused, unreachable, not in time, or its TLS handshake failed. */
        CONNECT,
        /** The connection ended before the response did. */
        RESET,
        /** No response in time. */
        TIMEOUT,
        /** What came is not HTTP/1.1. */
        GARBAGE
    }
}
