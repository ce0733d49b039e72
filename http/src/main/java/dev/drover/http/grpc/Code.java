package dev.drover.http.grpc;

/**
 * How a call ended, by the numbers and the spelling of Go's client.
 *
 * @see <a href="https://grpc.github.io/grpc/core/md_doc_statuscodes.html">gRPC: status codes</a>
 */
enum Code {
    OK("OK"),
    CANCELLED("Canceled"),
    UNKNOWN("Unknown"),
    INVALID_ARGUMENT("InvalidArgument"),
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    NOT_FOUND("NotFound"),
    ALREADY_EXISTS("AlreadyExists"),
    PERMISSION_DENIED("PermissionDenied"),
    RESOURCE_EXHAUSTED("ResourceExhausted"),
    FAILED_PRECONDITION("FailedPrecondition"),
    ABORTED("Aborted"),
    OUT_OF_RANGE("OutOfRange"),
    UNIMPLEMENTED("Unimplemented"),
    INTERNAL("Internal"),
    UNAVAILABLE("Unavailable"),
    DATA_LOSS("DataLoss"),
    UNAUTHENTICATED("Unauthenticated");

    private final String spelling;

    Code(String spelling) {
        this.spelling = spelling;
    }

    String spelling() {
        return spelling;
    }

    /** What {@code grpc-status} says; what is no code is unknown. */
    static Code of(CharSequence number) {
        try {
            int code = Integer.parseInt(number, 0, number.length(), 10);
            return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /**
     * Of a response without {@code grpc-status}, from a server that speaks no gRPC.
     *
     * @see <a href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md">HTTP to gRPC status code mapping</a>
     */
    static Code ofHttp(CharSequence status) {
        return switch (status.toString()) {
            case "400" -> INTERNAL;
            case "401" -> UNAUTHENTICATED;
            case "403" -> PERMISSION_DENIED;
            case "404" -> UNIMPLEMENTED;
            case "429", "502", "503", "504" -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
