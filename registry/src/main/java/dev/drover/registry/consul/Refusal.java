package dev.drover.registry.consul;

/** A no, with the status and the words that Consul would have sent. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String allow;

    Refusal(int status, String message) {
        this(status, message, "");
    }

    private Refusal(int status, String message, String allow) {
        super(message, null, false, false);
        this.status = status;
        this.allow = allow;
    }

    static Refusal bad(String message) {
        return new Refusal(400, message);
    }

    /** What Consul calls a bad request in so many words. */
    static Refusal badRequest(String reason) {
        return bad("Bad request: " + reason);
    }

    /** What Consul finds out only after it asked its servers; it has one status for all of that. */
    static Refusal failed(String message) {
        return new Refusal(500, message);
    }

    /** What the token that was sent, or none, does not allow. */
    static Refusal denied() {
        return new Refusal(403, "Permission denied");
    }

    static Refusal method(String method, String allow) {
        return new Refusal(405, "method " + method + " not allowed", allow);
    }

    /** What Consul has and Drover has not. */
    static Refusal absent(String what) {
        return new Refusal(501, "Drover does not have " + what);
    }

    int status() {
        return status;
    }

    /** The methods that would do; empty when that is not what is wrong. */
    String allow() {
        return allow;
    }
}
