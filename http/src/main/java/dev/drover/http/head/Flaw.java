package dev.drover.http.head;

/** What is wrong with a head, and the status that tells a client so. A response with any of them is a bad gateway's. */
public enum Flaw {
    NONE(0, ""),
    METHOD(400, "the method is not a token"),
    TARGET(400, "the request target is not valid"),
    DOT_SEGMENT(400, "the path has dot segments, plain or encoded"),
    CONNECT(501, "CONNECT is not offered"),
    VERSION(400, "the protocol version is not valid"),
    VERSION_UNKNOWN(505, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
    STATUS(502, "the status line is not valid"),
    LINE_END(400, "lines must end with CR LF"),
    FIELD_NAME(400, "a field name is not a token followed by a colon"),
    FOLDED(400, "a field value is folded over lines"),
    FIELD_VALUE(400, "a field value holds a control character"),
    HOST_MISSING(400, "HTTP/1.1 demands a Host field"),
    HOST(400, "there must be one valid Host field"),
    LENGTH(400, "Content-Length is not one number"),
    LENGTH_AND_ENCODING(400, "Content-Length and Transfer-Encoding contradict each other"),
    ENCODING(400, "Transfer-Encoding is not exactly chunked"),
    ENCODING_UNKNOWN(501, "only the transfer coding chunked is understood"),
    CONNECTION(400, "the Connection field is not a short list of tokens"),
    EXPECTATION(417, "only 100-continue can be expected"),
    START_LINE_TOO_LONG(414, "the request line is too long"),
    TOO_MANY_FIELDS(431, "there are too many fields"),
    TOO_LARGE(431, "the head is too large");

    private final int status;
    private final String detail;

    Flaw(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    public String detail() {
        return detail;
    }
}
