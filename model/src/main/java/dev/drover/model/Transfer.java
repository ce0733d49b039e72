package dev.drover.model;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may have a copy of a zone: whoever is in one of the networks, if there are any, and signs with one of the keys, if there are any.
 *
 * @param keys by name, lower case
 * @param notified servers that are told of changes
 */
public record Transfer(Where where, List<Network> networks, List<String> keys, List<Server> notified) {
    public Transfer {
        networks = List.copyOf(networks);
        keys = List.copyOf(keys);
        notified = List.copyOf(notified);
    }

    /** Address of another server of names. */
    public record Server(String host, int port) {
        /** Where servers of names are, unless told. */
        public static final int PORT = 53;

        @Override
        public String toString() {
            String shown = port == PORT || host.indexOf(':') < 0 ? host : "[" + host + "]";
            return port == PORT ? shown : shown + ":" + port;
        }
    }

    /**
     * What two servers sign messages with (RFC 8945).
     *
     * @param name a domain name, in lower case and without the last dot
     * @param secret in base64
     */
    public record Key(Where where, String name, Algorithm algorithm, Secret secret) {
        /** Bytes; about half of what the shortest hash has. */
        private static final int SHORTEST = 16;

        /** What is wrong with the text of a secret. */
        public static Optional<String> problem(String text) {
            try {
                int length = Base64.getDecoder().decode(text.strip()).length;
                return length >= SHORTEST
                        ? Optional.empty()
                        : Optional.of(length + " bytes (expected: at least " + SHORTEST + " in base64)");
            } catch (IllegalArgumentException e) {
                return Optional.of("no base64 (expected: at least " + SHORTEST + " bytes in base64)");
            }
        }
    }

    /** By its name in messages (RFC 8945 section 6). */
    public enum Algorithm {
        HMAC_SHA256("hmac-sha256"),
        HMAC_SHA384("hmac-sha384"),
        HMAC_SHA512("hmac-sha512");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        /** The name, without a dot at its end. */
        public String word() {
            return word;
        }
    }
}
