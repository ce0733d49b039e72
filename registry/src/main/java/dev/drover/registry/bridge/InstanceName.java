package dev.drover.registry.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.registry.entry.Service;
import java.util.Locale;

/**
 * The name on the board of what registered itself: {@code NODE/ID}. Consul takes any text as an id; what is no letter, digit or usual
 * mark is written as in a URL (RFC 3986, section 2.1), so that names stay apart and can be typed, logged and labelled.
 */
public final class InstanceName {
    private static final String MARKS = "-._~:@/+=";

    private InstanceName() {}

    public static String of(Service service) {
        return of(service.node(), service.id());
    }

    public static String of(String node, String id) {
        return escaped(node) + "/" + escaped(id);
    }

    private static String escaped(String text) {
        var name = new StringBuilder(text.length());
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || MARKS.indexOf(c) >= 0) {
                name.append(c);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return name.toString();
    }
}
