package dev.drover.dns.challenge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.plane.control.Refused;
import java.util.Base64;
import java.util.Optional;

/** One value at one owner whose first label is {@code _acme-challenge}. */
public record Txt(DnsName owner, String value) {
    static final String LABEL = "_acme-challenge";

    /** Seconds for which resolvers may keep it: the next certificate has other values. */
    private static final int TTL = 10;

    private static final int SHA256_BYTES = 32;

    /** The owner for a name with or without the label, in lower case. */
    static DnsName owner(String text) throws Refused {
        try {
            DnsName name = DnsName.parse(text.strip()).lowerCased();
            boolean whole = !name.isRoot() && name.firstLabel().equals(LABEL);
            DnsName subject = whole ? name.parent() : name;
            if (subject.isWildcard()) {
                throw no(
                        "the authority of a wildcard's certificate asks for " + LABEL + "." + subject.parent(),
                        "drover dns challenge " + subject.parent() + " VALUE");
            }
            return whole ? name : name.child(LABEL);
        } catch (IllegalArgumentException e) {
            throw no(text + " is no name: " + e.getMessage(), "a name such as www.example.com");
        }
    }

    /** The value, if it is one that an authority can look for: the digest of a key authorization (RFC 8555 section 8.4). */
    static String value(String text) throws Refused {
        if (isDigest(text)) {
            return text;
        }
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        throw no(
                "\"" + shown.replaceAll("[^ -~]", "?")
                        + "\" is no value of a challenge (expected: the base64url of a SHA-256, 43 characters)",
                "what the ACME client gives its hook, such as $CERTBOT_VALIDATION; other TXT records belong in the zone");
    }

    private static boolean isDigest(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == SHA256_BYTES
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Refused no(String what, String fix) {
        return new Refused(Refused.Cause.BAD_INPUT, what + "\n  fix: " + fix);
    }

    /** A value that no longer is sound is none: it came from another node. */
    static Optional<Txt> of(String name, String value) {
        try {
            return Optional.of(new Txt(owner(name), value(value)));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    RecordSet record() {
        byte[] data = new byte[1 + value.length()];
        data[0] = (byte) value.length();
        System.arraycopy(value.getBytes(US_ASCII), 0, data, 1, value.length());
        return RecordSet.of(RecordType.TXT, TTL, Rdata.of(data));
    }
}
