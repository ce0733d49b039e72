package dev.drover.gateway.service;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds one cookie by its name (RFC 6265 section 4.2.1) among all that a request brings. */
final class Cookies {
    private static final byte[] FIELD = "cookie".getBytes(StandardCharsets.US_ASCII);

    private final byte[] name;

    Cookies(String name) {
        this.name = name.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The value of the first one; null if there is none. */
    @Nullable
    CharSequence find(Request request) {
        Text pairs = request.field(FIELD, 0);
        for (int n = 1; pairs != null; n++) {
            String value = find(pairs);
            if (value != null) {
                return value;
            }
            pairs = request.field(FIELD, n);
        }
        return null;
    }

    private @Nullable String find(Text pairs) {
        int from = 0;
        while (from < pairs.length()) {
            int end = from;
            while (end < pairs.length() && pairs.at(end) != ';') {
                end++;
            }
            while (from < end && pairs.at(from) == ' ') {
                from++;
            }
            if (isNamed(pairs, from, end)) {
                byte[] value = new byte[end - from - name.length - 1];
                pairs.copy(from + name.length + 1, value, 0, value.length);
                return new String(value, StandardCharsets.ISO_8859_1).strip();
            }
            from = end + 1;
        }
        return null;
    }

    private boolean isNamed(Text pairs, int from, int end) {
        if (end - from <= name.length || pairs.at(from + name.length) != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (pairs.at(from + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
