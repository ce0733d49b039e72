package dev.drover.http.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request that is sent again and again: its bytes, made once.
 *
 * @param head the whole of it
 * @param keep most bytes of the response's body to hand over; 0 means the head decides alone
 * @param until text in the body that makes the rest of it uninteresting; empty: it is read to its end or to {@code keep}
 */
public record ProbeRequest(String head, int keep, String until) {
    /**
     * Makes a GET.
     *
     * @param host value of {@code Host}
     * @param fields further fields, no framing among them
     * @throws IllegalArgumentException if any of them would break the head
     */
    public static ProbeRequest get(String path, String host, Map<String, String> fields, int keep) {
        var text = new StringBuilder("GET ")
                .append(line(path))
                .append(" HTTP/1.1\r\nHost: ")
                .append(line(host));
        fields.forEach((name, value) ->
                text.append("\r\n").append(line(name)).append(": ").append(line(value)));
        return new ProbeRequest(text.append("\r\n\r\n").toString(), keep, "");
    }

    /** The same, answered as soon as the body contains that text. */
    public ProbeRequest until(String text) {
        return new ProbeRequest(head, keep, text);
    }

    private static String line(String part) {
        if (part.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a control character in " + part);
        }
        return part;
    }

    byte[] bytes() {
        return head.getBytes(StandardCharsets.UTF_8);
    }
}
