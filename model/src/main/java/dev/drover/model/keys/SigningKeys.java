package dev.drover.model.keys;

import dev.drover.model.Secret;
import dev.drover.model.Signing;
import dev.drover.model.Signing.Algorithm;
import dev.drover.model.Signing.Denial;
import dev.drover.model.Spelling;
import dev.drover.model.Transfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of signed zones. */
final class SigningKeys {
    private static final int SHORTEST_SECRET = 32;

    static final Key<Secret> SECRET = Key.optional(
            "secret",
            Words.SECRET,
            "What the keys of signed zones are derived from, 32 characters or more drawn at random and the same on each node. Default: drawn,"
                    + " and kept in the data folder; nodes that share their model have to be given one.");

    private static final Key<Algorithm> ALGORITHM = Key.<Algorithm>optional(
                    "algorithm",
                    Choice.<Algorithm>of("")
                            .word("ecdsa-p256", Algorithm.ECDSA_P256)
                            .word("ed25519", Algorithm.ED25519),
                    "How it is signed: by algorithm 13 or 15 of DNSSEC. To change it, take the DS records out of the zone above first.")
            .orElse("ecdsa-p256");
    private static final Key<List<Integer>> KEYS = Key.<List<Integer>>optional(
                    "keys",
                    Listed.oneOrMore(Units.count(1, 1_000_000)).distinct(),
                    "Numbers of the keys that the zone above vouches for. For another key write both, [1, 2], until that zone has the DS"
                            + " record of the last one, then [2].")
            .orElse(List.of(1), "1");
    private static final Key<Duration> ROLL = Key.<Duration>optional(
                    "roll",
                    Choice.<Duration>of("").word("off", Duration.ZERO).otherwise(Units.DURATION),
                    "How long each of the keys signs that the zone above knows nothing of, at least 720h, or off: the next one takes its"
                            + " place by itself.")
            .orElse(Spelling.of(Signing.DEFAULT_ROLL));
    private static final Key<List<Path>> IMPORT = Key.<List<Path>>optional(
                    "import",
                    Listed.oneOrMore(Words.FILE).distinct(),
                    "Private keys as BIND keeps them (Kexample.com.+013+12345.private, with the .key file beside), in place of derived"
                            + " ones. They do not change by themselves.")
            .orElse(List.of(), "none");

    private static final Key<Denial> DENIAL = Key.<Denial>optional(
                    "denial",
                    Choice.<Denial>of("").word("nsec", Denial.NSEC).word("compact", Denial.COMPACT),
                    "How it is shown what there is not: nsec, by the gaps between the zone's names, which can be listed so; compact, by a"
                            + " record made for each question (RFC 9824), which lists nothing and costs a signature for each"
                            + " name that somebody makes up.")
            .orElse("nsec");

    private static final Key<Duration> LIFETIME = Key.<Duration>optional(
                    "ksk-lifetime",
                    Choice.<Duration>of("").word("off", Duration.ZERO).otherwise(Units.DURATION),
                    "How long a key is used that the zone above vouches for, at least 720h: then the next one is published, and takes its"
                            + " place once the zone above has its DS record. Off: keys change when keys does.")
            .orElse("off");
    private static final Key<List<Transfer.Server>> PARENTS = Key.<List<Transfer.Server>>optional(
                    "parents",
                    Listed.oneOrMore(TransferKeys.SERVER).distinct(),
                    "Servers of the zone above, all of which have to show the DS record of the next key before the old one goes. Without"
                            + " any, drover dns keys --seen ZONE says so.")
            .orElse(List.of(), "none are asked");

    static final Key<Signing> SIGN = Key.optional(
            "sign",
            Choice.<Signing>of("")
                    .word("ecdsa-p256", usual(Algorithm.ECDSA_P256))
                    .word("ed25519", usual(Algorithm.ED25519))
                    .otherwise(Keyed.of(
                            "how it is signed",
                            SigningKeys::signing,
                            ALGORITHM,
                            KEYS,
                            ROLL,
                            IMPORT,
                            DENIAL,
                            LIFETIME,
                            PARENTS)),
            "Signs the zone (DNSSEC), answers of names among it. The zone above needs the DS record that drover dns keys prints. Default:"
                    + " it is not signed.");

    private SigningKeys() {}

    private static Signing usual(Algorithm algorithm) {
        return new Signing(
                algorithm, List.of(1), Signing.DEFAULT_ROLL, List.of(), Denial.NSEC, Duration.ZERO, List.of());
    }

    private static @Nullable Signing signing(Fields f) {
        Duration roll = f.get(ROLL);
        if (!roll.isZero() && roll.compareTo(Signing.SHORTEST_ROLL) < 0) {
            return f.refuse(ROLL, Spelling.of(roll) + " (expected: at least 720h, or off)", "roll: 2160h");
        }
        if (!f.get(IMPORT).isEmpty()
                && (f.has(KEYS) || f.has(ROLL) || f.has(ALGORITHM) || f.has(LIFETIME) || f.has(PARENTS))) {
            return f.refuse(
                    IMPORT,
                    "keys that were made elsewhere are what they are",
                    "remove algorithm, keys, roll, ksk-lifetime and parents");
        }
        if (f.get(KEYS).size() > 2) {
            return f.refuse(KEYS, f.get(KEYS).size() + " keys (expected: one, or two while one follows the other)", "");
        }
        Duration lifetime = f.get(LIFETIME);
        if (!lifetime.isZero() && lifetime.compareTo(Signing.SHORTEST_LIFETIME) < 0) {
            return f.refuse(
                    LIFETIME, Spelling.of(lifetime) + " (expected: at least 720h, or off)", "ksk-lifetime: 8760h");
        }
        if (!lifetime.isZero() && f.get(KEYS).size() > 1) {
            return f.refuse(
                    KEYS, "keys that follow each other by themselves begin with one", "keys: [1], the one in use");
        }
        if (lifetime.isZero() && f.has(PARENTS)) {
            return f.refuse(PARENTS, "nobody is asked while keys stay", "ksk-lifetime: 8760h, or remove parents");
        }
        return new Signing(f.get(ALGORITHM), f.get(KEYS), roll, f.get(IMPORT), f.get(DENIAL), lifetime, f.get(PARENTS));
    }

    /** The secret, unless it is one that can be found out by trying. */
    static Optional<Secret> secret(Fields f) {
        Optional<Secret> secret = f.optional(SECRET);
        if (secret.orElse(null) instanceof Secret.Plain plain && plain.text().length() < SHORTEST_SECRET) {
            f.<Object>refuse(
                    SECRET,
                    "a text of " + plain.text().length() + " characters (expected: at least " + SHORTEST_SECRET
                            + ", drawn at random)",
                    "secret: {file: names.secret}, the same on each node, made by openssl rand -hex 32 > names.secret");
        }
        return secret;
    }
}
