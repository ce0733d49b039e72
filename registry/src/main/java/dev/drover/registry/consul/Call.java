package dev.drover.registry.consul;

import dev.drover.registry.consul.go.GoQuery;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as the endpoints see it: whose path has lost its percent signs, and whose body is read when it is asked for. */
final class Call {
    /** The largest value of a key; bodies of all else are as large at most. */
    static final int LARGEST = 512 << 10;

    private final String method;
    private final String path;
    private final GoQuery query;
    private final String token;
    private final @Nullable Permit permit;
    private final long told;
    private final InputStream body;
    private final String rest;

    /**
     * A request.
     *
     * @param token as it was sent; empty for none
     * @param permit null where a token was sent that nobody declared
     * @param told how long the body is said to be; below 0 when nobody said
     */
    Call(
            String method,
            String path,
            GoQuery query,
            String token,
            @Nullable Permit permit,
            long told,
            InputStream body) {
        this(method, path, query, token, permit, told, body, "");
    }

    private Call(
            String method,
            String path,
            GoQuery query,
            String token,
            @Nullable Permit permit,
            long told,
            InputStream body,
            String rest) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.token = token;
        this.permit = permit;
        this.told = told;
        this.body = body;
        this.rest = rest;
    }

    /** The same, once it is known how much of the path names the endpoint. */
    Call below(String pattern) {
        return new Call(method, path, query, token, permit, told, body, path.substring(pattern.length()));
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** What stands behind the endpoint's own path: a name, an id, a key. */
    String rest() {
        return rest;
    }

    /** The same, which must be there. */
    String named(String otherwise) throws Refusal {
        if (rest.isEmpty()) {
            throw Refusal.bad(otherwise);
        }
        return rest;
    }

    boolean has(String parameter) {
        return query.has(parameter);
    }

    String first(String parameter) {
        return query.first(parameter);
    }

    List<String> all(String parameter) {
        return query.all(parameter);
    }

    String parameters() {
        return query.encoded();
    }

    /** What came as a token, to be sent on to where somebody knows it. */
    String token() {
        return token;
    }

    /** What it may do. Who needs no permit never learns whether the token is one. */
    Permit permit() throws Refusal {
        if (permit == null) {
            throw new Refusal(403, "ACL not found");
        }
        return permit;
    }

    long told() {
        return told;
    }

    /** The whole body, unless it is larger than allowed. */
    byte[] body() throws Refusal, IOException {
        return body(LARGEST);
    }

    byte[] body(int most) throws Refusal, IOException {
        byte[] bytes = told > most ? new byte[0] : body.readNBytes(most + 1);
        if (told > most || bytes.length > most) {
            throw new Refusal(413, "Request body too large, max size: " + most + " bytes");
        }
        return bytes;
    }
}
