package dev.drover.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import dev.drover.plane.control.Refused;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Answers that are no, as problem documents (RFC 9457), for refusals, broken requests and our own mistakes alike. */
final class Problems implements DirectHandler {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    private static final String TYPE = "application/problem+json";

    /**
     * What is sent.
     *
     * @param problems what is wrong with a file, each as the commands print it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Document(String type, String title, int status, String detail, String cause, List<String> problems) {}

    void register(HttpRouting.Builder routing) {
        routing.error(Refused.class, Problems::refused)
                .error(JacksonException.class, (req, res, e) -> send(res, 400, "not the JSON we expect", first(e)))
                .error(BadRequest.class, (req, res, e) -> send(res, 400, "bad request", String.valueOf(e.getMessage())))
                .error(Desk.Busy.class, (req, res, e) -> send(res, 503, "busy", String.valueOf(e.getMessage())))
                .error(
                        HttpException.class,
                        (req, res, e) ->
                                send(res, e.status().code(), e.status().reasonPhrase(), String.valueOf(e.getMessage())))
                .error(Throwable.class, Problems::unexpected);
    }

    /** A parameter that cannot be understood. */
    static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequest(String message) {
            super(message);
        }
    }

    static void send(ServerResponse response, int status, String title, String detail) {
        send(response, new Document("about:blank", title, status, detail, "", List.of()));
    }

    private static void send(ServerResponse response, Document document) {
        response.status(document.status()).header(HeaderNames.CONTENT_TYPE, TYPE);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(Json.bytes(document));
    }

    private static void refused(ServerRequest request, ServerResponse response, Refused refused) {
        int status = switch (refused.why()) {
            case UNKNOWN -> 404;
            case BAD_INPUT -> 422;
            case CONFLICT -> 409;
            case FAILED -> 500;
        };
        String detail = String.valueOf(refused.getMessage());
        send(
                response,
                new Document(
                        "about:blank", "refused", status, detail, refused.why().name(), refused.problems()));
    }

    /** What happened stays in our log, found again by the id. */
    private static void unexpected(ServerRequest request, ServerResponse response, Throwable error) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.log(Level.ERROR, "admin request failed, error id " + id, error);
        if (!response.isSent()) {
            send(response, 500, "internal error", "error id " + id + ", see the log of this node");
        }
    }

    private static String first(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        var document = new Document("about:blank", status.reasonPhrase(), status.code(), "", "", List.of());
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, TYPE)
                .keepAlive(type.keepAlive())
                .entity(Json.bytes(document))
                .build();
    }
}
