package dev.drover.registry.filter;

/** A filter that was refused. The message is the body of the answer: Consul's words, and what Consul answers with status 500. */
public final class BadFilter extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadFilter(String reason) {
        super("Failed to create boolean expression evaluator: " + reason, null, false, false);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The message without what Consul puts before it nearly everywhere. */
    public String reason() {
        return reason;
    }

    /** Whether it is no expression at all, rather than one that does not fit the entries. Such a reason begins with a place. */
    public boolean isOfGrammar() {
        return Character.isDigit(reason.charAt(0));
    }
}
