package dev.drover.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a zone is signed (DNSSEC).
 *
 * @param keys numbers of the keys that the zone above vouches for, the last of which it is asked to vouch for; derived from
 *     {@link Dns#secret}
 * @param roll how long each of the other keys signs; zero for ever
 * @param imported files with private keys that were made elsewhere, in place of derived ones
 * @param denial how it is shown what there is not
 * @param lifetime how long a key that the zone above vouches for is used before another follows it by itself; zero for ever
 * @param parents servers of the zone above, which are asked whether they vouch for the other one
 */
public record Signing(
        Algorithm algorithm,
        List<Integer> keys,
        Duration roll,
        List<Path> imported,
        Denial denial,
        Duration lifetime,
        List<Transfer.Server> parents) {
    public static final Duration DEFAULT_ROLL = Duration.ofDays(90);
    public static final Duration SHORTEST_ROLL = Duration.ofDays(30);

    /** The shortest lifetime of a key that the zone above vouches for. */
    public static final Duration SHORTEST_LIFETIME = Duration.ofDays(30);

    public Signing {
        keys = List.copyOf(keys);
        imported = List.copyOf(imported);
        parents = List.copyOf(parents);
    }

    /** As a file names it, in capitals. */
    public enum Denial {
        /** By the gaps between the zone's names, signed beforehand (RFC 4034 section 4). */
        NSEC,
        /** By a record at the name asked for, signed while it is (RFC 9824). */
        COMPACT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As a file names it. */
    public enum Algorithm {
        ECDSA_P256("ecdsa-p256"),
        ED25519("ed25519");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
