package dev.drover.dns.answer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.sign.SetSigner;
import org.jspecify.annotations.Nullable;

/**
 * A name whose addresses depend on who asks. It stands in a zone, where it {@linkplain dev.drover.dns.zone.Zone.Builder#exists exists},
 * and has other types from there.
 *
 * @param origin of the zone
 * @param ttl of its addresses, in seconds
 * @param signer signs what is chosen; null in a zone that is not signed
 * @param witness is told who asks for names directly below, all of which are answered alike; null where there are none
 */
public record Steered(
        DnsName name,
        DnsName origin,
        int ttl,
        Chooser chooser,
        @Nullable SetSigner signer,
        @Nullable Witness witness) {
    /** In a zone that is not signed. */
    public Steered(DnsName name, DnsName origin, int ttl, Chooser chooser) {
        this(name, origin, ttl, chooser, null, null);
    }

    /** The same where what is chosen is signed. */
    public Steered with(SetSigner own) {
        return new Steered(name, origin, ttl, chooser, own, witness);
    }

    /** The same as a beacon. */
    public Steered seenBy(Witness sees) {
        return new Steered(name, origin, ttl, chooser, signer, sees);
    }
}
