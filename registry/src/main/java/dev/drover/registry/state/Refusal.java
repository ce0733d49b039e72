package dev.drover.registry.state;

/** Why a command cannot be done to what is there. Never leaves this package. */
final class Refusal extends RuntimeException {
    Refusal(String message) {
        super(message, null, false, false);
    }

    static Refusal missingNode() {
        return new Refusal("Missing node registration");
    }

    static Refusal missingService() {
        return new Refusal("Missing service registration");
    }

    static Refusal invalidSession(String id) {
        return new Refusal("invalid session \"" + id + "\"");
    }
}
