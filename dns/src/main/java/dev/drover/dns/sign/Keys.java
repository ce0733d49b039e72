package dev.drover.dns.sign;

import java.util.List;

/**
 * The keys of a zone at one moment.
 *
 * @param published all that are in the zone
 * @param entries those that sign the keys
 * @param zone the one that signs all else
 * @param announced what the zone above is asked to vouch for (RFC 7344); nothing while it is to stay with what it has
 */
public record Keys(List<SigningKey> published, List<SigningKey> entries, SigningKey zone, List<SigningKey> announced) {
    public Keys {
        published = List.copyOf(published);
        entries = List.copyOf(entries);
        announced = List.copyOf(announced);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no key signs the keys");
        }
    }
}
