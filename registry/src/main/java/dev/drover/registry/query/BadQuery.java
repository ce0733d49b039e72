package dev.drover.registry.query;

/** A query that was refused, or that cannot be executed. The message is the body of the answer, in Consul's words. */
public final class BadQuery extends Exception {
    private static final long serialVersionUID = 1L;

    public BadQuery(String why) {
        super(why, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
