package dev.drover.model.keys;

import dev.drover.model.Network;
import dev.drover.model.Primary;
import dev.drover.model.Secret;
import dev.drover.model.Spelling;
import dev.drover.model.Transfer;
import dev.drover.model.Transfer.Server;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys of the copies of zones: who may have one, and what they are signed with. */
final class TransferKeys {
    /** The name of a key is a domain name, for others know it by that. */
    private static final Scalar<String> KEY_NAME = Scalar.of(
            "a domain name such as backup or backup.example.com",
            "^[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*$",
            TransferKeys::keyName);

    private static final Key<Transfer.Algorithm> ALGORITHM = Key.<Transfer.Algorithm>optional(
                    "algorithm",
                    Choice.<Transfer.Algorithm>of("")
                            .word("hmac-sha256", Transfer.Algorithm.HMAC_SHA256)
                            .word("hmac-sha384", Transfer.Algorithm.HMAC_SHA384)
                            .word("hmac-sha512", Transfer.Algorithm.HMAC_SHA512),
                    "How messages are signed (RFC 8945).")
            .orElse("hmac-sha256");
    private static final Key<Secret> SECRET = Key.required(
            "secret",
            Words.SECRET,
            "{file: backup.secret}",
            "What both sides know, in base64 as other servers have it: openssl rand -base64 32.");

    /** By name. */
    static final Key<SequencedMap<String, Transfer.Key>> KEYS = Key.<SequencedMap<String, Transfer.Key>>optional(
                    "keys",
                    Named.of("NAME", KEY_NAME, Keyed.of("a key", TransferKeys::key, ALGORITHM, SECRET))
                            .lenient()
                            .withoutCase(),
                    "Keys by which other servers and this one know each other (TSIG).")
            .orElse(new LinkedHashMap<>(), "none");

    static final Scalar<Server> SERVER = Scalar.of(
            "an IP address, with a port unless it is 53, such as 192.0.2.3, 192.0.2.3:5300 or [2001:db8::3]:5300",
            "^[0-9A-Fa-f:.\\[\\]]+$",
            TransferKeys::server);

    private static final Key<List<Network>> NETWORKS = Key.<List<Network>>optional(
                    "networks", Listed.oneOrMore(Addresses.NETWORK).distinct(), "Who is in none of them gets no copy.")
            .orElse(List.of(), "everywhere");
    private static final Key<List<String>> SIGNED_BY = Key.<List<String>>optional(
                    "keys",
                    Listed.oneOrMore(KEY_NAME).distinct(),
                    "Names of dns.keys: who signs with none of them gets no copy.")
            .orElse(List.of(), "none is needed");
    private static final Key<List<Server>> NOTIFY = Key.<List<Server>>optional(
                    "notify",
                    Listed.oneOrMore(SERVER).distinct(),
                    "Servers that are told when the zone has changed (NOTIFY), signed with the first of keys.")
            .orElse(List.of(), "none");

    static final Key<Transfer> TRANSFER = Key.optional(
            "transfer",
            Keyed.of("who may have a copy", TransferKeys::transfer, NETWORKS, SIGNED_BY, NOTIFY),
            "Who may copy the zone (AXFR, IXFR): whoever meets all that is given here. Default: nobody.");

    private static final Key<List<Server>> FROM = Key.required(
            "from", Listed.oneOrMore(SERVER).distinct(), "[192.0.2.1]", "Servers that have the zone, asked in turn.");
    private static final Key<String> WITH = Key.optional(
            "key",
            KEY_NAME,
            "Name of one of dns.keys that signs what is asked and what comes. Default: nothing is signed.");

    static final Key<Primary> PRIMARY = Key.optional(
            "primary",
            Keyed.of("a primary", f -> new Primary(f.where(), f.get(FROM), f.optional(WITH)), FROM, WITH),
            "The zone is somebody else's, and copied from there (AXFR, IXFR) when it is time or the primary says so (NOTIFY). Instead of all"
                    + " other keys.");

    private TransferKeys() {}

    private static Transfer.@Nullable Key key(Fields f) {
        Secret secret = f.get(SECRET);
        if (secret instanceof Secret.Plain plain) {
            Optional<String> wrong = Transfer.Key.problem(plain.text());
            if (wrong.isPresent()) {
                return f.refuse(SECRET, wrong.get(), "secret: {file: NAME}, made by openssl rand -base64 32 > NAME");
            }
        }
        return new Transfer.Key(f.where(), f.name().toLowerCase(Locale.ROOT), f.get(ALGORITHM), secret);
    }

    private static @Nullable Transfer transfer(Fields f) {
        return f.get(NETWORKS).isEmpty() && f.get(SIGNED_BY).isEmpty()
                ? f.spot().unfit("nobody is allowed", "networks, keys, or both", "{networks: [192.0.2.3/32]}")
                : new Transfer(f.where(), f.get(NETWORKS), f.get(SIGNED_BY), f.get(NOTIFY));
    }

    private static @Nullable String keyName(String text, Spot spot) {
        return DnsKeys.isName(text) ? text.toLowerCase(Locale.ROOT) : spot.unfit(text, KEY_NAME.expected(), "");
    }

    private static @Nullable Server server(String text, Spot spot) {
        InetAddress bare = Addresses.parsed(text);
        if (bare != null) {
            return new Server(Spelling.of(bare), Server.PORT);
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        InetAddress address = Addresses.parsed(brackets ? host.substring(1, host.length() - 1) : host);
        long port = Units.number(text.substring(colon + 1));
        boolean fits = address != null && brackets == (address.getAddress().length == 16) && port > 0 && port <= 65_535;
        return address != null && fits
                ? new Server(Spelling.of(address), (int) port)
                : spot.unfit(text, SERVER.expected(), "");
    }
}
