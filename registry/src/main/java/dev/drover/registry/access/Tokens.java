package dev.drover.registry.access;

import dev.drover.model.Registry.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that open the registry. Of secrets only their digests are kept, and each that is sent is compared with all of them in
 * constant time, so that neither a dump of memory nor a clock tells one.
 */
public final class Tokens {
    /** No token is asked for: everybody may do everything. */
    public static final Tokens NONE = new Tokens(List.of());

    private final List<Known> all;

    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest alone
    private record Known(byte[] digest, Rights rights) {}

    private Tokens(List<Known> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Tokens by what is sent.
     *
     * @param bySecret no secret is empty
     */
    public static Tokens of(Map<String, Token> bySecret) {
        var all = new ArrayList<Known>();
        bySecret.forEach((secret, token) -> {
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("token " + token.name() + " has an empty secret");
            }
            all.add(new Known(digest(secret), Rights.of(token)));
        });
        return new Tokens(all);
    }

    public boolean areAsked() {
        return !all.isEmpty();
    }

    /** What the sender may do; empty for a secret that nobody declared. Who sends none may do nothing, once one is asked for. */
    public Optional<Rights> rights(String sent) {
        if (all.isEmpty()) {
            return Optional.of(Rights.ALL);
        }
        if (sent.isEmpty()) {
            return Optional.of(Rights.NONE);
        }
        byte[] digest = digest(sent);
        Optional<Rights> found = Optional.empty();
        for (Known known : all) {
            if (MessageDigest.isEqual(known.digest, digest)) {
                found = Optional.of(known.rights);
            }
        }
        return found;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "tokens: " + all.size();
    }
}
