package dev.drover.command;

/** A command ends with this message and this code. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    Failure(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
