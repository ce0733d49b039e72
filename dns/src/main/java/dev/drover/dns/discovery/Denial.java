package dev.drover.dns.discovery;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.plane.Discovery;

/** Says that there is nothing, and by the domain's SOA record for how long that may be kept (RFC 2308 section 3). */
final class Denial {
    private static final long REFRESH = 3600;
    private static final long RETRY = 600;
    private static final long EXPIRE = 86_400;
    private static final long SERIALS = 0xffff_ffffL;

    private final Dns.Discovery settings;
    private final Discovery.Catalog catalog;

    Denial(Dns.Discovery settings, Discovery.Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    /** The serial is the position of the newest write. */
    byte[] soa(RecordBytes to) {
        long ttl = settings.negativeTtl().toSeconds();
        to.below().head(RecordType.SOA, ttl);
        int data = to.begin();
        return to.below("ns")
                .below("hostmaster")
                .u32(catalog.index() & SERIALS)
                .u32(REFRESH)
                .u32(RETRY)
                .u32(EXPIRE)
                .u32(ttl)
                .end(data)
                .toBytes();
    }

    /** Where the message ends, or {@link Authority#TOO_LONG}. */
    int write(Query query, int room, int rcode, int domain) {
        byte[] soa = soa(new RecordBytes(domain));
        query.answerWith(rcode, 0, 1, 0);
        if (soa.length > room) {
            return Authority.TOO_LONG;
        }
        int at = query.questionEnd();
        System.arraycopy(soa, 0, query.bytes(), at, soa.length);
        return at + soa.length;
    }
}
