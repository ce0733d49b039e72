package dev.drover.admin;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The console: pages that show in a browser what the commands print. They hold no facts themselves; their program asks the admin API,
 * with the token that the operator brings along, and changes nothing.
 */
final class Console {
    /** Where it begins. */
    static final String PATH = "/console";

    private static final String FIRST = "index.html";

    /** Nothing from elsewhere, nothing inline, no frame around it: what a service calls itself can be no program here. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            FIRST,
            "text/html; charset=utf-8",
            "console.css",
            "text/css; charset=utf-8",
            "console.js",
            "text/javascript; charset=utf-8",
            "elements.js",
            "text/javascript; charset=utf-8",
            "views.js",
            "text/javascript; charset=utf-8",
            "icon.svg",
            "image/svg+xml");

    private static final HeaderName SECURITY_POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName REFERRER_POLICY = HeaderNames.create("Referrer-Policy");

    private Console() {}

    @SuppressWarnings("ArrayRecordComponent") // sent as it is, compared never
    private record Page(String type, byte[] bytes, String tag) {
        static Page read(String name, String type) {
            try (InputStream in = Console.class.getResourceAsStream("console/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("console/" + name + " is missing in the program");
                }
                byte[] bytes = in.readAllBytes();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Page(type, bytes, '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Whether a path is one of its pages, which everybody may have. */
    static boolean holds(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    static void register(HttpRouting.Builder routing) {
        routing.get(
                PATH,
                (req, res) ->
                        res.status(308).header(HeaderNames.LOCATION, PATH + "/").send());
        TYPES.forEach((name, type) -> {
            Page page = Page.read(name, type);
            routing.get(PATH + "/" + name, (req, res) -> send(req, res, page));
            if (name.equals(FIRST)) {
                routing.get(PATH + "/", (req, res) -> send(req, res, page));
            }
        });
    }

    private static void send(ServerRequest request, ServerResponse response, Page page) {
        response.header(HeaderNames.ETAG, page.tag())
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .header(SECURITY_POLICY, POLICY)
                .header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .header(REFERRER_POLICY, "no-referrer");
        if (page.tag().equals(request.headers().first(HeaderNames.IF_NONE_MATCH).orElse(""))) {
            response.status(304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, page.type()).send(page.bytes());
    }
}
