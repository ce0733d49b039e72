package dev.drover.plane.control;

import java.util.List;

/** An answer that is no: what was asked cannot be done, in words for the one who asked. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause cause;
    private final transient List<String> problems;

    public Refused(Cause cause, String message) {
        this(cause, message, List.of());
    }

    /**
     * A no with details.
     *
     * @param problems what is wrong with a file, each as printed
     */
    public Refused(Cause cause, String message, List<String> problems) {
        super(message);
        this.cause = cause;
        this.problems = List.copyOf(problems);
    }

    public Cause why() {
        return cause;
    }

    public List<String> problems() {
        return problems;
    }

    public enum Cause {
        /** There is no such service, instance or generation. */
        UNKNOWN,
        /** What was sent has problems. */
        BAD_INPUT,
        /** It does not fit what runs now. */
        CONFLICT,
        /** It was tried and failed; what ran before goes on. */
        FAILED
    }
}
