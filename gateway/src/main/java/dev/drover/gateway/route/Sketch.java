package dev.drover.gateway.route;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent: what {@code drover route} asks about. */
public final class Sketch implements Request {
    private final String method;
    private final String scheme;
    private final String authority;
    private final String path;
    private final @Nullable String query;
    private final List<Map.Entry<String, String>> headers;
    private final InetAddress client;
    private final Notes notes = new Notes();

    private Sketch(
            String method, URI url, String authority, List<Map.Entry<String, String>> headers, InetAddress client) {
        this.method = method;
        this.scheme = url.getScheme() == null ? "http" : url.getScheme();
        this.authority = authority;
        this.path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        this.query = url.getRawQuery();
        this.headers = List.copyOf(headers);
        this.client = client;
    }

    /**
     * Of a URL such as {@code http://shop.example.com/orders?v=2}, or a path with a {@code Host} among the headers.
     *
     * @throws URISyntaxException saying what is wrong with the URL
     */
    public static Sketch of(String method, String url, List<Map.Entry<String, String>> headers, InetAddress client)
            throws URISyntaxException {
        var parsed = new URI(url);
        String host = headers.stream()
                .filter(h -> h.getKey().equalsIgnoreCase("host"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        String authority = parsed.getRawAuthority();
        return new Sketch(method, parsed, authority == null ? host : authority, headers, client);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Text path() {
        return Text.of(path);
    }

    @Override
    public Text query() {
        return Text.of(query == null ? "" : query);
    }

    @Override
    public boolean hasQuery() {
        return query != null;
    }

    @Override
    public Text host() {
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(0, bracket));
        return Text.of(colon < 0 ? authority : authority.substring(0, colon));
    }

    @Override
    public Text authority() {
        return Text.of(authority);
    }

    @Override
    public @Nullable Text field(byte[] lower) {
        return field(lower, 0);
    }

    @Override
    public @Nullable Text field(byte[] lower, int n) {
        String name = new String(lower, StandardCharsets.ISO_8859_1);
        return headers.stream()
                .filter(h -> h.getKey().equalsIgnoreCase(name))
                .skip(n)
                .findFirst()
                .map(h -> Text.of(h.getValue().getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
    }

    @Override
    public InetAddress client() {
        return client;
    }

    @Override
    public boolean fromTrusted() {
        return false;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String listener() {
        return "";
    }

    @Override
    public Notes notes() {
        return notes;
    }

    @Override
    public EventExecutor loop() {
        return ImmediateEventExecutor.INSTANCE;
    }

    /** Nobody waits for an answer. */
    @Override
    public void resume(Outcome outcome) {}

    @Override
    public String toString() {
        return method + " " + scheme + "://" + authority + path + (query == null ? "" : "?" + query);
    }
}
