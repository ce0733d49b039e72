package dev.drover.gateway.answer;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Problem documents (RFC 9457): {@code type} is {@code about:blank}, so that the title is the status's own; {@code requestId} is
 * what an operator finds in the access log. The detail is written for the client and names nothing inside.
 */
public final class Problems {
    private Problems() {}

    public static Answer of(int status, String detail, String requestId) {
        return of(status, detail, requestId, Map.of());
    }

    /**
     * A problem with further fields.
     *
     * @param more such as {@code Allow} (405) or {@code Retry-After} (503)
     */
    public static Answer of(int status, String detail, String requestId, Map<String, String> more) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", "application/problem+json");
        fields.put("Cache-Control", "no-store");
        fields.put("X-Request-Id", requestId);
        fields.putAll(more);
        return Answer.of(status, fields, document(status, detail, requestId).getBytes(StandardCharsets.UTF_8));
    }

    private static String document(int status, String detail, String requestId) {
        var text = new StringBuilder("{\"type\":\"about:blank\",\"title\":");
        JsonText.quote(text, Reason.of(status));
        text.append(",\"status\":").append(status);
        if (!detail.isEmpty()) {
            JsonText.quote(text.append(",\"detail\":"), detail);
        }
        JsonText.quote(text.append(",\"requestId\":"), requestId);
        return text.append("}\n").toString();
    }
}
