package dev.drover.http.upstream;

/** Why there is no response. */
public enum Fault {
    /** No connection: refused, unreachable, not in time, or its TLS handshake failed. */
    CONNECT("no connection could be made"),
    /** The connection ended before the response did. */
    RESET("the connection ended before the response did"),
    /** What came is not HTTP/1.1. */
    GARBAGE("what came is not a valid HTTP/1.1 response"),
    /** More requests than may wait for a connection. */
    FULL("too many requests wait for a connection"),
    /** None became free in time. */
    WAITED("no connection became free in time");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
