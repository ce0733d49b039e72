package dev.drover.registry.client;

/** A server was not reached, or said no. */
public final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    /** In place of a status: the server showed a certificate that is not believed, or none that fits. */
    static final int UNTRUSTED = -1;

    private final int status;

    /** @param status what it answered; 0 if nothing came, or {@link #UNTRUSTED} */
    Unanswered(int status, String message) {
        super(message);
        this.status = status;
    }

    public boolean isReached() {
        return status > 0;
    }

    /** TLS did not come about; the server is there. */
    public boolean isUntrusted() {
        return status == UNTRUSTED;
    }

    /** For want of a token, or of a better one. */
    public boolean isDenied() {
        return status == 401 || status == 403;
    }

    /** Although the token is known, or none was asked for. */
    public boolean isForbidden() {
        return status == 403;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
