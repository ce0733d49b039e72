package dev.drover.registry.consul.go;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a target as {@code url.ParseQuery} reads them: what is not well formed is left out, names keep their case. */
public final class GoQuery {
    private final TreeMap<String, List<String>> values = new TreeMap<>();

    private GoQuery() {}

    /** Reads what stands behind the question mark. */
    public static GoQuery parse(String raw) {
        var query = new GoQuery();
        for (String pair : raw.split("[&;]", -1)) {
            int equals = pair.indexOf('=');
            @Nullable String name = unescape(equals < 0 ? pair : pair.substring(0, equals), true);
            @Nullable String value = unescape(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (!pair.isEmpty() && name != null && value != null) {
                query.values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
        }
        return query;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The first one's value, empty if there is none. */
    public String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** By name, as {@code Values.Encode} writes them. */
    public String encoded() {
        var parts = new ArrayList<String>();
        values.forEach((name, all) -> all.forEach(value -> parts.add(escape(name) + "=" + escape(value))));
        return String.join("&", parts);
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** The text without its percent signs; nothing when one of them is not followed by two hexadecimal digits. */
    public static @Nullable String unescape(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                out.write(raw[i] == '+' && plusIsSpace ? ' ' : raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
