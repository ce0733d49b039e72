package dev.drover.gateway.stage;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A whole answer that needs no upstream. Made once where it is fixed; any event loop may send it at any time.
 *
 * <p>{@code Date}, {@code Connection} and what the request's notes add are the exchange's; a HEAD gets no body, yet the same
 * head.
 */
public final class Answer {
    private final int status;
    private final List<Map.Entry<String, String>> fields;
    private final byte[] body;
    private final byte[] head;
    private final boolean closes;

    private Answer(int status, SequencedMap<String, String> fields, byte[] body, boolean closes) {
        this.status = status;
        var all = new LinkedHashMap<>(fields);
        if (hasLength(status)) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        this.fields = all.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue()))
                .toList();
        this.body = hasLength(status) ? body : new byte[0];
        this.head = head(status, this.fields);
        this.closes = closes;
    }

    /**
     * Makes an answer.
     *
     * @param fields without {@code Content-Length}, {@code Date} and {@code Connection}; values free of CR, LF and NUL
     */
    public static Answer of(int status, SequencedMap<String, String> fields, byte[] body) {
        return new Answer(status, fields, body, false);
    }

    /** The same, after which the client's connection closes. */
    public Answer closing() {
        var map = new LinkedHashMap<String, String>();
        fields.stream()
                .filter(f -> !f.getKey().equals("Content-Length"))
                .forEach(f -> map.put(f.getKey(), f.getValue()));
        return new Answer(status, map, body, true);
    }

    public int status() {
        return status;
    }

    /** All fields in order, {@code Content-Length} last where it belongs (not with 204 and 304, RFC 9110 section 8.6). */
    public List<Map.Entry<String, String>> fields() {
        return fields;
    }

    /** Compares names without case. */
    boolean has(String name) {
        return fields.stream().anyMatch(f -> f.getKey().equalsIgnoreCase(name));
    }

    /** Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** HTTP/1.1 status line and fields, each with its CRLF, without the empty line that ends a head. Not to be changed. */
    public byte[] head() {
        return head;
    }

    public boolean closes() {
        return closes;
    }

    private static boolean hasLength(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private static byte[] head(int status, List<Map.Entry<String, String>> fields) {
        var text = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(Reason.of(status))
                .append("\r\n");
        for (Map.Entry<String, String> field : fields) {
            text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
