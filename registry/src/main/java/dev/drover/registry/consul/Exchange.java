package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.Separators;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.consul.go.GoQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** From the server's request to a {@link Call}, and from an {@link Answer}, or a no, to its response. */
final class Exchange implements Handler {
    private static final Logger LOG = System.getLogger(Exchange.class.getName());

    /** How many answers are written at the same time without a new buffer. */
    private static final int BUFFERS = 32;

    /** Its buffers are shared: by default each thread keeps some, and here a thread stays as long as its connection. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
            .build();

    private static final HeaderName TOKEN = HeaderNames.create("X-Consul-Token");

    /** Shorter bodies do not get smaller by being compressed. */
    private static final int WORTH_COMPRESSING = 1400;

    /** Names of this machine that no page of a browser can have made its own. */
    private static final Pattern LITERAL =
            Pattern.compile("(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    private final Paths paths;
    private final @Nullable Forwarding forwarding;
    private final boolean ofSites;
    private volatile Tokens tokens;

    private Exchange(Tokens tokens, Paths paths, @Nullable Forwarding forwarding, boolean ofSites) {
        this.tokens = tokens;
        this.paths = paths;
        this.forwarding = forwarding;
        this.ofSites = ofSites;
    }

    /** For clients; what is meant for another site goes there. */
    static Exchange forClients(Tokens tokens, Paths paths, Forwarding forwarding) {
        return new Exchange(tokens, paths, forwarding, false);
    }

    /** For nodes of other sites, who showed a certificate before, and whose questions end here. */
    static Exchange forSites(Tokens tokens, Paths paths) {
        return new Exchange(tokens, paths, null, true);
    }

    /** These count from the next request on. */
    void use(Tokens others) {
        tokens = others;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        GoQuery query = GoQuery.parse(request.query().rawValue());
        send(request, response, query.has("pretty"), answer(request, query));
    }

    private Answer answer(ServerRequest request, GoQuery query) {
        try {
            Tokens known = tokens;
            if (!known.areAsked() && !ofSites) {
                enter(request);
            }
            String token = token(request, query);
            Permit permit = known.rights(token).map(Permit::new).orElse(null);
            Call call = call(request, query, token, permit);
            return forwarding != null && forwarding.takes(call)
                    ? forwarding.answer(
                            call,
                            request.prologue().uriPath().rawPath(),
                            request.query().rawValue())
                    : paths.answer(call);
        } catch (Refusal refusal) {
            Answer answer = Answer.text(refusal.status(), String.valueOf(refusal.getMessage()));
            return refusal.allow().isEmpty() ? answer : answer.with("Allow", refusal.allow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(500, "the node is ending");
        } catch (HttpException e) {
            return Answer.text(e.status().code(), e.status().reasonPhrase());
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "registry request failed: " + request.prologue().method(),
                    e);
            return Answer.text(500, "internal error, see the log of this node");
        }
    }

    private static Call call(ServerRequest request, GoQuery query, String token, @Nullable Permit permit)
            throws Refusal {
        String path = GoQuery.unescape(request.prologue().uriPath().rawPath(), false);
        if (path == null) {
            throw Refusal.bad("Bad Request");
        }
        InputStream body =
                request.content().hasEntity() ? request.content().inputStream() : new ByteArrayInputStream(new byte[0]);
        long told = request.headers().contentLength().orElse(-1);
        return new Call(request.prologue().method().text(), path, query, token, permit, told, body);
    }

    /** In the order in which Consul looks for it. */
    private static String token(ServerRequest request, GoQuery query) {
        String parameter = query.first("token");
        if (!parameter.isEmpty()) {
            return parameter;
        }
        String header = request.headers().first(TOKEN).orElse("");
        if (!header.isEmpty()) {
            return header;
        }
        String authorization =
                request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : "";
    }

    /** Without a token, a page in the operator's browser could make its own name point here (DNS rebinding): literals only. */
    private static void enter(ServerRequest request) throws Refusal {
        String host =
                request.headers().first(HeaderNames.HOST).orElse("localhost").toLowerCase(Locale.ROOT);
        if (!LITERAL.matcher(host).matches()) {
            throw new Refusal(421, "without a token this is asked by address or as localhost, not by another name");
        }
    }

    private static void send(ServerRequest request, ServerResponse response, boolean pretty, Answer answer)
            throws IOException {
        response.status(answer.status());
        for (Answer.Header header : answer.headers()) {
            response.header(header.name(), header.value());
        }
        response.header("Vary", "Accept-Encoding");
        byte[] body;
        String type;
        switch (answer.content()) {
            case Answer.Bytes bytes -> {
                body = bytes.bytes();
                type = bytes.type();
            }
            case Answer.Json json -> {
                body = written(json, pretty);
                type = "application/json";
            }
        }
        if (!type.isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, type);
        }
        if (body.length >= WORTH_COMPRESSING && takesGzip(request)) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
            body = zipped(body);
        }
        response.send(body);
    }

    private static boolean takesGzip(ServerRequest request) {
        return request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip");
    }

    private static byte[] written(Answer.Json json, boolean pretty) throws IOException {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            if (pretty) {
                generator.setPrettyPrinter(printer());
            }
            json.write(generator);
            if (pretty) {
                generator.writeRaw('\n');
            }
        }
        return out.toByteArray();
    }

    /** As {@code json.MarshalIndent} with four spaces. */
    private static DefaultPrettyPrinter printer() {
        var indenter = new DefaultIndenter("    ", "\n");
        var printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("")
                .withRootSeparator(""));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return printer;
    }

    private static byte[] zipped(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream(body.length / 4);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}
