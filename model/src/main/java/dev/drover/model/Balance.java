package dev.drover.model;

import java.time.Duration;

/** How an instance is chosen for a request. */
public sealed interface Balance {
    /** Smooth weighted round robin. */
    record RoundRobin() implements Balance {}

    /** The one with fewer requests in flight relative to its weight, of two taken at random (power of two choices). */
    record LeastRequests() implements Balance {}

    /** Consistent hash with bounded load: the same key reaches the same instance as long as that one is not overloaded. */
    record Hash(Key key) implements Balance {}

    /**
     * A cookie set by Drover keeps a client at its instance while that one is in service; the rest by least requests.
     *
     * @param lifetime zero means a session cookie
     */
    record Sticky(String cookie, Duration lifetime) implements Balance {}

    /** What is hashed. A request without it is balanced by least requests. */
    sealed interface Key {
        record Header(String name) implements Key {}

        record Cookie(String name) implements Key {}

        /** The client's address, as believed. */
        record Client() implements Key {}

        /** Path without query. */
        record RequestPath() implements Key {}
    }
}
