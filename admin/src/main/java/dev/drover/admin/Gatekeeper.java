package dev.drover.admin;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets a request pass that was meant for this server and carries the token.
 *
 * <p>A {@code Host} that is a foreign name is refused, because a page in the operator's browser could have made its own name
 * point here (DNS rebinding); a literal address cannot be made to. A foreign {@code Origin} is a page, too. Both are refused
 * before the token is looked at. The console's pages demand none: they hold no facts.
 */
final class Gatekeeper implements Filter {
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Set<String> FOR_MONITORS = Set.of("/metrics", "/livez", "/readyz");
    private static final Set<String> FOR_CONSOLE = Set.of(
            "/v1/status",
            "/v1/explain",
            "/v1/agreement",
            "/v1/history",
            "/v1/members",
            "/v1/catalog",
            "/v1/registrations");
    private static final HeaderName AUTHENTICATE = HeaderNames.WWW_AUTHENTICATE;

    private final Door door;

    Gatekeeper(Door door) {
        this.door = door;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse(null);
        if (!isOurs(host)) {
            Problems.send(response, 421, "foreign Host", "Host: " + printable(host) + " is not a name of this node");
        } else if (origin != null && !isSame(origin, host)) {
            Problems.send(response, 403, "foreign Origin", "no page from elsewhere may use the admin API");
        } else if (!mayPass(request)) {
            response.header(AUTHENTICATE, "Bearer realm=\"drover\"");
            Problems.send(
                    response,
                    401,
                    "token missing or wrong",
                    "send Authorization: Bearer TOKEN; the token is in the file admin.token of the data folder");
        } else {
            chain.proceed();
        }
    }

    private boolean isOurs(String host) {
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || LITERAL.matcher(name).matches()
                || door.names().contains(name);
    }

    private static boolean isSame(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean mayPass(RoutingRequest request) {
        String path = request.path().path();
        boolean reads = request.prologue().method().equals(Method.GET);
        if (reads && Console.holds(path)) {
            return true;
        }
        String sent = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!sent.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        String token = sent.substring(7).strip();
        boolean admin = same(token, door.token());
        boolean monitor = same(token, door.monitorToken());
        boolean console = same(token, door.consoleToken());
        return admin || (monitor && FOR_MONITORS.contains(path)) || (console && reads && FOR_CONSOLE.contains(path));
    }

    /** In constant time, so that nothing is learnt from how long a wrong token takes. */
    private static boolean same(String sent, String wanted) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static String printable(String host) {
        String shown = host.replaceAll("[^!-~]", "?");
        return shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    }
}
