package dev.drover.registry.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLHandshakeException;

/** A server of Consul's HTTP API, asked as its clients do. */
public final class Remote implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of what a server says of its no, so much is told. */
    private static final int WORDS = 500;

    /** What stands for itself in a path wherever it is. */
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final HttpClient client;
    private final URI base;
    private final String token;
    private volatile IntConsumer watcher = seen -> {};

    /**
     * A server.
     *
     * @param base without a path, such as {@code http://127.0.0.1:8500}
     * @param token sent with every question unless empty
     */
    public Remote(URI base, String token) {
        this(base, token, Optional.empty());
    }

    /** The same, with others to trust than this machine does; asked over {@code https}. */
    public Remote(URI base, String token, Optional<Trust> trust) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        trust.ifPresent(t -> builder.sslContext(t.context()));
        this.client = builder.build();
        this.base = base;
        this.token = token;
    }

    /** Told of each entry of a list. */
    public interface Each {
        void take(JsonNode entry) throws Unanswered, InterruptedException;
    }

    /** Whether it is asked without a token. */
    public boolean isAnonymous() {
        return token.isEmpty();
    }

    /** Tells how far the reading of a list has come, after each entry. */
    public void watch(IntConsumer progress) {
        watcher = progress;
    }

    public URI base() {
        return base;
    }

    /** A name as a part of a path: also slashes at the start, dots and whatever else servers like to tidy. */
    public static String quoted(String name) {
        var text = new StringBuilder();
        byte before = '/';
        for (byte one : name.getBytes(UTF_8)) {
            if (PLAIN.indexOf(one) >= 0 || (one == '/' && before != '/')) {
                text.append((char) one);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", one & 0xff));
            }
            before = one;
        }
        return text.toString();
    }

    /** What is at the path; missing where the server knows nothing there. */
    public JsonNode read(String path) throws Unanswered, InterruptedException {
        HttpResponse<InputStream> response = ask("GET", path, BodyPublishers.noBody());
        try (InputStream body = response.body()) {
            if (response.statusCode() == 404) {
                return MissingNode.getInstance();
            }
            check(path, response.statusCode(), body);
            JsonNode read = JSON.readTree(body);
            return read == null || read.isNull() ? MissingNode.getInstance() : read;
        } catch (JacksonException e) {
            throw strange(path);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Each entry of the list at the path, one after the other: the whole of it may be larger than the memory. */
    public void each(String path, Each each) throws Unanswered, InterruptedException {
        HttpResponse<InputStream> response = ask("GET", path, BodyPublishers.noBody());
        try (InputStream body = response.body()) {
            if (response.statusCode() == 404) {
                return;
            }
            check(path, response.statusCode(), body);
            try (var parser = JSON.createParser(body)) {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    return; // null: an empty list, as Go writes it
                }
                int seen = 0;
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    each.take(JSON.readTree(parser));
                    watcher.accept(++seen);
                }
            }
        } catch (JacksonException e) {
            throw strange(path);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** What the server says to a change. */
    public String write(String method, String path, byte[] body) throws Unanswered, InterruptedException {
        HttpResponse<InputStream> response = ask(method, path, BodyPublishers.ofByteArray(body));
        try (InputStream in = response.body()) {
            check(path, response.statusCode(), in);
            return new String(in.readNBytes(WORDS), UTF_8).strip();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    public void write(String method, String path, JsonNode body) throws Unanswered, InterruptedException {
        var _ = write(method, path, body.toString().getBytes(UTF_8));
    }

    private HttpResponse<InputStream> ask(String method, String path, BodyPublisher body)
            throws Unanswered, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body)
                .timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("X-Consul-Token", token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void check(String path, int status, InputStream body) throws Unanswered, IOException {
        if (status != 200) {
            String words = new String(body.readNBytes(WORDS), UTF_8).strip();
            String question = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
            throw new Unanswered(
                    status, base + question + " answered " + status + (words.isEmpty() ? "" : ": " + words));
        }
    }

    private Unanswered lost(IOException e) {
        String why = e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return e instanceof SSLHandshakeException
                ? new Unanswered(Unanswered.UNTRUSTED, base + " is not trusted (" + why + ")")
                : new Unanswered(0, base + " cannot be reached (" + why + ")");
    }

    private Unanswered strange(String path) {
        return new Unanswered(200, base + path + " answered with what is no JSON of Consul's API");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
