package dev.drover.dns.discovery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What is told of a node as text: {@code key=value} (RFC 1464), the value alone where the key begins with {@code rfc1035-}, as in Consul. In
 * the key a backquote stands before what would mean something else.
 */
final class MetaText {
    private static final int LONGEST_STRING = 255;

    private MetaText() {}

    /** Data of a TXT record: strings of at most 255 bytes, each behind its length (RFC 1035 section 3.3.14). */
    static byte[] of(String key, String value) {
        boolean plain = key.toLowerCase(Locale.ROOT).startsWith("rfc1035-");
        byte[] text = (plain ? value : quoted(key) + "=" + value.replace("`", "``")).getBytes(StandardCharsets.UTF_8);
        var data = new ByteArrayOutputStream();
        int at = 0;
        do {
            int size = Math.min(LONGEST_STRING, text.length - at);
            data.write(size);
            data.write(text, at, size);
            at += size;
        } while (at < text.length);
        return data.toByteArray();
    }

    private static String quoted(String key) {
        String quoted = key.replace("`", "``").replace("=", "`=");
        int from = 0;
        while (from < quoted.length() && quoted.charAt(from) == ' ') {
            from++;
        }
        int to = quoted.length();
        while (to > from && quoted.charAt(to - 1) == ' ') {
            to--;
        }
        return "` ".repeat(from) + quoted.substring(from, to) + "` ".repeat(quoted.length() - to);
    }
}
