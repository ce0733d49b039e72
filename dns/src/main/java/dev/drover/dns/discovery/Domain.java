package dev.drover.dns.discovery;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.plane.Discovery;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One domain of discovery names. What was worked out for a name is kept until the catalog has something newer of what it was made of; of names
 * that are in no catalog nothing is kept, since anybody can make those up.
 */
final class Domain implements Authority {
    /** What passes in a datagram on networks that services are on; clients must take it. */
    private static final int PAYLOAD = 4096;

    private static final List<RecordType> ORDER = List.of(RecordType.A, RecordType.AAAA, RecordType.SOA);

    private final Dns.Discovery settings;
    private final DnsName origin;
    private final int labels;
    private final Supplier<Discovery.Catalog> source;
    private final Shelf names = new Shelf(1 << 14);
    /** Of their own, since a template has a query of any name. */
    private final Shelf queries = new Shelf(1 << 10);

    Domain(Dns.Discovery settings, DnsName origin, Supplier<Discovery.Catalog> source) {
        this.settings = settings;
        this.origin = origin;
        this.labels = origin.labels();
        this.source = source;
    }

    @Override
    public DnsName origin() {
        return origin;
    }

    @Override
    public int payload() {
        return PAYLOAD;
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        Discovery.Catalog catalog = source.get();
        if (!catalog.isKnown()) {
            return NOT_NOW;
        }
        Suffixes name = query.name();
        int domain = Query.HEADER + name.start(name.labels() - labels);
        Found found = find(query, catalog, domain);
        Records records = found.exists() ? records(found, query.type()) : Records.NONE;
        if (records.isEmpty()) {
            int rcode = found.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN;
            return new Denial(settings, catalog).write(query, room, rcode, domain);
        }
        EdnsQuery edns = query.edns();
        if (found.forClient() && edns.subnetLength() > 0) {
            edns.answerScope(edns.subnet()[2] & 0xff);
        }
        boolean plain = !stream && edns.payload() <= Query.PLAIN_PAYLOAD;
        return records.write(query, room, most(query.type(), plain), !stream && settings.tellsCut());
    }

    private int most(int type, boolean plain) {
        boolean address = type == RecordType.A.number() || type == RecordType.AAAA.number();
        int most = address && settings.mostAddresses() > 0 ? settings.mostAddresses() : Integer.MAX_VALUE;
        boolean many = address || type == RecordType.SRV.number() || type == RecordType.ANY.number();
        return plain && many ? Math.min(most, settings.mostWithoutEdns()) : most;
    }

    private static Records records(Found found, int type) {
        if (type == RecordType.ANY.number()) {
            Records some = some(found);
            return some.isEmpty() ? found.alias() : some;
        }
        Records records = found.records().getOrDefault(type, Records.NONE);
        // An alias has nothing beside it (RFC 1034 section 3.6.2), but ports, which clients ask for before.
        return records.isEmpty() && !hasAddress(found) ? found.alias() : records;
    }

    /** Of one type, as zones answer, too (RFC 8482 section 4.1). */
    private static Records some(Found found) {
        for (RecordType type : ORDER) {
            Records records = found.records().getOrDefault(type.number(), Records.NONE);
            if (!records.isEmpty()) {
                return records;
            }
        }
        return Records.NONE;
    }

    private static boolean hasAddress(Found found) {
        return !found.records()
                        .getOrDefault(RecordType.A.number(), Records.NONE)
                        .isEmpty()
                || !found.records()
                        .getOrDefault(RecordType.AAAA.number(), Records.NONE)
                        .isEmpty();
    }

    private Found find(Query query, Discovery.Catalog catalog, int domain) {
        Suffixes name = query.name();
        Found known = names.find(name, catalog);
        if (known == null) {
            known = queries.find(name, catalog);
        }
        return known != null ? known : make(query, catalog, domain);
    }

    private Found make(Query query, Discovery.Catalog catalog, int domain) {
        Asked asked = Asked.of(query.name(), labels, catalog.site());
        Optional<Found> made = new Making(settings, catalog, query.nameValue(), domain).of(asked);
        if (made.isEmpty()) {
            return Making.missing();
        }
        (asked instanceof Asked.Query ? queries : names).keep(query.name(), catalog, made.get());
        return made.get();
    }
}
