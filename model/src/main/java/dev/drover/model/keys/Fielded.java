package dev.drover.model.keys;

import dev.drover.model.FixedResponse;
import dev.drover.model.Health.StatusRange;
import dev.drover.model.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods, status codes, header fields and cookies (RFC 9110, RFC 6265). */
final class Fielded {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** Fields that belong to one connection or to framing (RFC 9110 section 7.6.1): Drover writes them itself. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final List<String> STANDARD = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** TRACE would show a client what others added to its request (RFC 9110 section 9.3.8); CONNECT is for forward proxies. */
    private static final Set<String> NEVER_FORWARDED = Set.of("TRACE", "CONNECT");

    /** What values of changed headers may hold. */
    private static final Set<String> VARIABLES = Set.of("host", "client", "request-id");

    static final Scalar<String> METHOD =
            Scalar.of("a method such as GET", "^(?!\\*$)[!#$%&'*+.^_`|~0-9A-Z-]+$", Fielded::method);

    static final Scalar<String> HEADER = Scalar.of("the name of a header field", "^" + TOKEN + "$", Fielded::header);

    /** One that a file may change. */
    static final Scalar<String> CHANGED =
            Scalar.of("the name of a header field that is not Drover's own", "^" + TOKEN + "$", Fielded::changed);

    static final Scalar<String> HEADER_VALUE = Scalar.of(
            "a text without line breaks",
            Json.object(
                    "type",
                    List.of("string", "number", "boolean"),
                    "pattern",
                    "^[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*$"),
            Fielded::value);

    /** A value that may hold {@code {host}}, {@code {client}} and {@code {request-id}}. */
    static final Scalar<String> TEMPLATE = Scalar.of(
            "a text without line breaks; {host}, {client} and {request-id} are replaced",
            HEADER_VALUE.schema(),
            Fielded::template);

    static final Scalar<String> COOKIE = Scalar.of("the name of a cookie", "^" + TOKEN + "$", Fielded::cookie);

    static final Scalar<StatusRange> STATUS_RANGE = Scalar.of(
            "a status such as 200, or a range such as 200-299",
            Json.object(
                    "anyOf",
                    List.of(
                            Json.object("type", "integer", "minimum", 100, "maximum", 599),
                            Json.object("type", "string", "pattern", "^[1-5][0-9][0-9](-[1-5][0-9][0-9])?$"))),
            Fielded::range);

    private static final Key<Integer> STATUS =
            Key.optional("status", Units.count(200, 599), "Status code of the answer.");

    private static final Key<SequencedMap<String, String>> HEADERS = Key.optional(
            "headers", Named.of("NAME", CHANGED, HEADER_VALUE).withoutCase(), "Header fields of the answer.");

    private static final Key<String> BODY = Key.optional("body", Words.ANY, "Body of the answer, sent as UTF-8.");

    private Fielded() {}

    static Shape<FixedResponse> response(int status) {
        Key<Integer> code = STATUS.orElse(Integer.toString(status));
        Key<SequencedMap<String, String>> headers = HEADERS.orElse(new LinkedHashMap<>(), "{}");
        Key<String> body = BODY.orElse("");
        return Keyed.of("an answer", fields -> response(fields, code, headers, body), code, headers, body);
    }

    private static @Nullable FixedResponse response(
            Fields fields, Key<Integer> code, Key<SequencedMap<String, String>> headers, Key<String> body) {
        int status = fields.get(code);
        boolean bodiless = status == 204 || status == 205 || status == 304;
        if (bodiless && !fields.get(body).isEmpty()) {
            return fields.refuse(body, "an answer with status " + status + " has no body (RFC 9110)", "remove body");
        }
        return new FixedResponse(status, fields.get(headers), fields.get(body));
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Words.isAlphanumeric(c) && "!#$%&'*+.^_`|~-".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static @Nullable String method(String text, Spot spot) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!isToken(text) || text.equals("*")) {
            return spot.unfit(text, METHOD.expected(), text.equals("*") ? "remove method: every method matches" : "");
        }
        if (!text.equals(upper)) {
            return spot.unfit(text, METHOD.expected() + "; methods are upper case", upper);
        }
        if (NEVER_FORWARDED.contains(text)) {
            return spot.unfit(
                    text, "another method; Drover never forwards " + text, "remove the route: it would never be used");
        }
        if (!STANDARD.contains(text)) {
            var near = Nearest.to(text, STANDARD);
            if (near.isPresent()) {
                return spot.unfit(text, METHOD.expected(), near.get());
            }
        }
        return text;
    }

    private static @Nullable String header(String text, Spot spot) {
        return isToken(text) ? text : spot.unfit(text, HEADER.expected(), "");
    }

    private static @Nullable String changed(String text, Spot spot) {
        if (OURS.contains(text.toLowerCase(Locale.ROOT))) {
            return spot.refuse(
                    text + " is written by Drover itself: it belongs to one connection, or frames the message",
                    text.equalsIgnoreCase("host")
                            ? "remove it: the Host of the client is passed on, and a check has the key host"
                            : "remove it");
        }
        return header(text, spot);
    }

    private static @Nullable String value(String text, Spot spot) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return spot.unfit(text, HEADER_VALUE.expected(), "write it in one line");
            }
        }
        return text.strip();
    }

    private static @Nullable String template(String text, Spot spot) {
        for (String name : Template.names(text)) {
            if (!VARIABLES.contains(name)) {
                String near =
                        Nearest.to(name, VARIABLES).map(n -> "{" + n + "}").orElse("");
                return spot.refuse(
                        "{" + name + "} stands for nothing here (known: {host}, {client}, {request-id})", near);
            }
        }
        return value(text, spot);
    }

    private static @Nullable String cookie(String text, Spot spot) {
        return isToken(text) ? text : spot.unfit(text, "the name of a cookie, a token of RFC 6265", "");
    }

    private static @Nullable StatusRange range(String text, Spot spot) {
        int dash = text.indexOf('-');
        long from = Units.number(dash < 0 ? text : text.substring(0, dash));
        long to = dash < 0 ? from : Units.number(text.substring(dash + 1));
        if (from < 100 || to > 599 || to < 0) {
            String fix =
                    text.length() == 3 && text.endsWith("xx") ? text.charAt(0) + "00-" + text.charAt(0) + "99" : "";
            return spot.unfit(text, STATUS_RANGE.expected(), fix);
        }
        return from > to
                ? spot.unfit(text, STATUS_RANGE.expected() + ", the lower one first", to + "-" + from)
                : new StatusRange((int) from, (int) to);
    }
}
