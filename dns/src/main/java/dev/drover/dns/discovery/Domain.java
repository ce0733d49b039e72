package dev.drover.dns.discovery;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.plane.Abroad;
import dev.drover.plane.Abroad.Heard;
import dev.drover.plane.Discovery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private final Supplier<Abroad> abroad;
    private final Shelf names = new Shelf(1 << 14);
    /** Of their own, since a template has a query of any name. */
    private final Shelf queries = new Shelf(1 << 10);

    Domain(Dns.Discovery settings, DnsName origin, Supplier<Discovery.Catalog> source, Supplier<Abroad> abroad) {
        this.abroad = abroad;
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
        Found known = kept(query, catalog);
        if (known != null) {
            return write(known, query, room, stream, domain);
        }
        Asked asked = Asked.of(query.name(), labels, catalog.site());
        Optional<Far> far = Far.of(asked, catalog, abroad.get());
        if (far.isPresent()) {
            return switch (abroad.get().heard(far.get().wanted())) {
                case Heard.Known(Discovery.Catalog theirs, var _, var _) ->
                    write(made(far.get().what(), theirs, query, domain), query, room, stream, domain);
                case Heard.Coming(CompletableFuture<Void> done) -> later(query, stream, done);
                case Heard.Silent(String why) -> NOT_NOW;
            };
        }
        return write(make(asked, query, catalog, domain), query, room, stream, domain);
    }

    /** Who came by a datagram shall come by a stream, where answers can wait for another site. */
    private static int later(Query query, boolean stream, CompletableFuture<Void> done) {
        if (query.canWait()) {
            query.await(done);
            return LATER;
        }
        query.answerWith(Rcode.NOERROR, 0, 0, 0);
        return stream ? NOT_NOW : TOO_LONG;
    }

    private int write(Found found, Query query, int room, boolean stream, int domain) {
        Records records = found.exists() ? records(found, query.type()) : Records.NONE;
        if (records.isEmpty()) {
            int rcode = found.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN;
            return new Denial(settings, source.get()).write(query, room, rcode, domain);
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

    private @Nullable Found kept(Query query, Discovery.Catalog catalog) {
        Found known = names.find(query.name(), catalog);
        return known != null ? known : queries.find(query.name(), catalog);
    }

    private Found make(Asked asked, Query query, Discovery.Catalog catalog, int domain) {
        Asked what = asked instanceof Asked.Elsewhere(String site, Asked there)
                        && abroad.get().knows(site)
                ? there
                : asked;
        Found made = made(what, catalog, query, domain);
        if (made != Making.missing()) {
            (what instanceof Asked.Query ? queries : names).keep(query.name(), catalog, made);
        }
        return made;
    }

    private Found made(Asked asked, Discovery.Catalog catalog, Query query, int domain) {
        return new Making(settings, catalog, query.nameValue(), domain)
                .of(asked)
                .orElseGet(Making::missing);
    }
}
