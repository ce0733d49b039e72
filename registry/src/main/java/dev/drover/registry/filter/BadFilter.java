package dev.drover.registry.filter;

/** A filter that was refused. The message is the body of the answer: Consul's words, and what Consul answers with status 500. */
public final class BadFilter extends Exception {
    private static final long serialVersionUID = 1L;

    BadFilter(String why) {
        super("Failed to create boolean expression evaluator: " + why, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
