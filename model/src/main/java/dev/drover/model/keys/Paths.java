package dev.drover.model.keys;

import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths of requests: patterns that match them, and templates that make them (RFC 3986 section 3.3). */
final class Paths {
    private static final String CHARACTERS = "-._~!$&'()*+,;=:@/";

    static final Scalar<PathPattern> PATTERN =
            Scalar.of("a path such as /orders, /orders/{id} or /orders/**", "^/", Paths::pattern);

    /** A path that is sent: of a check, or the new prefix of a rewrite. */
    static final Scalar<String> PLAIN =
            Scalar.of("a path such as /healthz", "^/", (text, spot) -> plain(text, "?%", spot));

    static final Scalar<String> PREFIX = Scalar.of("a path such as /v2", "^/", (text, spot) -> plain(text, "%", spot));

    /** A path with names in braces. */
    static final Scalar<String> TEMPLATE =
            Scalar.of("a path such as /items/{id}", "^/", (text, spot) -> plain(text, "%{}", spot));

    static final Scalar<String> LOCATION = Scalar.of(
            "a path or an absolute URL; {host}, {path}, {query} and names of the matched path are replaced",
            "^(/|[a-zA-Z][a-zA-Z0-9+.-]*:|\\{)",
            Paths::location);

    private Paths() {}

    private static @Nullable PathPattern pattern(String text, Spot spot) {
        if (!text.startsWith("/")) {
            String fix = text.startsWith("^") || text.startsWith("~")
                    ? "regular expressions are not read; write a path"
                    : text.equals("*") ? "/**" : "/" + text;
            return spot.unfit(text, PATTERN.expected(), fix);
        }
        var segments = new ArrayList<Segment>();
        if (text.length() > 1) {
            String[] parts = text.substring(1).split("/", -1);
            for (int i = 0; i < parts.length; i++) {
                Segment segment = segment(parts[i], i == parts.length - 1, text, spot);
                if (segment == null) {
                    return null;
                }
                segments.add(segment);
            }
        }
        return distinct(segments, text, spot) ? new PathPattern(segments) : null;
    }

    private static @Nullable Segment segment(String part, boolean last, String whole, Spot spot) {
        if (part.equals("**")) {
            return last
                    ? new Segment.Rest()
                    : spot.unfit(whole, "** at the end only", whole.substring(0, whole.indexOf("/**") + 3));
        }
        if (part.startsWith("{") && part.endsWith("}") && Template.isName(part, 1, part.length() - 1)) {
            return new Segment.Variable(part.substring(1, part.length() - 1));
        }
        if (part.isEmpty() && !last) {
            return spot.unfit(whole, "no empty segment in a path", whole.replaceAll("/+", "/"));
        }
        if (part.equals(".") || part.equals("..")) {
            return spot.unfit(whole, "no dot segments: such requests are refused before a route is chosen", "");
        }
        if (part.contains("*") || part.contains("{") || part.contains("}")) {
            String fix = part.equals("*") ? whole.replaceFirst("/\\*(?=/|$)", last ? "/**" : "/{name}") : "";
            return spot.unfit(whole, "{name} for a whole segment, ** for the rest", fix);
        }
        int bad = bad(part, "%");
        return bad < 0
                ? new Segment.Literal(part)
                : spot.unfit(whole, unfitting(part, bad), encoded(whole, bad(whole, "%{}")));
    }

    private static boolean distinct(List<Segment> segments, String text, Spot spot) {
        var names = new HashSet<String>();
        for (Segment segment : segments) {
            if (segment instanceof Segment.Variable variable && !names.add(variable.name())) {
                spot.unfit(text, "each name once, {" + variable.name() + "} is there twice", "");
                return false;
            }
            if (segment instanceof Segment.Variable variable && variable.name().equals("rest")) {
                spot.unfit(text, "another name than {rest}, which stands for what ** matched", "");
                return false;
            }
        }
        return true;
    }

    /** Index of the first character that a path cannot have; -1 if there is none. */
    private static int bad(String text, String also) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = Words.isAlphanumeric(c) || CHARACTERS.indexOf(c) >= 0 || also.indexOf(c) >= 0;
            boolean escape =
                    c != '%' || (i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2)));
            if (!fits || !escape) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isHex(char c) {
        return c < 0x7f && Character.digit(c, 16) >= 0;
    }

    private static String unfitting(String text, int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '?' -> "a path without ?; conditions on the query go under query";
            case '#' -> "a path without #, which is never sent to a server";
            case '%' -> "two hexadecimal digits behind %";
            case ' ' -> "a path without blanks, %20 stands for one";
            default -> "characters that a path may have (RFC 3986), others percent-encoded";
        };
    }

    private static String encoded(String text, int at) {
        boolean encodable = at >= 0 && (text.charAt(at) > 0x7f || text.charAt(at) == ' ' || text.charAt(at) == '"');
        return encodable
                ? URLEncoder.encode(text, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                        .replace("%7B", "{")
                        .replace("%7D", "}")
                : "";
    }

    private static @Nullable String plain(String text, String also, Spot spot) {
        if (!text.startsWith("/")) {
            return spot.unfit(text, "a path that begins with /", "/" + text);
        }
        int bad = bad(text, also);
        if (bad >= 0) {
            return spot.unfit(text, unfitting(text, bad), encoded(text, bad));
        }
        boolean dots = (text + "/").contains("/../") || (text + "/").contains("/./");
        return dots ? spot.unfit(text, "a path without dot segments", "") : text;
    }

    private static @Nullable String location(String text, Spot spot) {
        int bad = bad(text, "%{}?#[]");
        if (text.isEmpty() || bad >= 0) {
            return spot.unfit(text, "characters that a URL may have (RFC 3986)", bad < 0 ? "" : encoded(text, bad));
        }
        boolean absolute = text.indexOf("://") > 0;
        boolean path = text.startsWith("/") || text.startsWith("{path}");
        String bare = text.startsWith("www.") ? "https://" + text : "/" + text;
        return absolute || path ? text : spot.unfit(text, "a path that begins with /, or a URL with https://", bare);
    }
}
