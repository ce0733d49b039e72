package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one zone to one question, by the algorithm of RFC 1034 section 4.3.2 as RFC 4592 (wildcards) and RFC 6672 (DNAME) put it.
 * It goes down from the origin label by label until it meets a delegation, a DNAME, the name itself, or nothing; where an alias leads
 * on inside of the zone it begins anew. The code of the response is that of the last name (RFC 6604).
 */
final class Resolution {
    /** Where a chain of aliases is cut. */
    private static final int LONGEST_CHAIN = 16;
    /** Asks for whatever there is at a name but its records. */
    static final RecordType NO_TYPE = RecordType.of(0);

    private final Zone zone;
    private final RecordType type;
    private final Detail detail;
    private final List<Entry> answer = new ArrayList<>();
    private final List<Entry> authority = new ArrayList<>();
    private final List<Entry> glue = new ArrayList<>();
    private final List<Entry> extras = new ArrayList<>();
    private final Set<DnsName> visited = new HashSet<>();
    private final @Nullable Proof proof;
    private List<RecordType> offered = List.of();
    private int rcode = Rcode.NOERROR;
    private boolean authoritative = true;

    /** What is told beside the answer. */
    enum Detail {
        /** Nothing. */
        MINIMAL,
        /** Addresses of the names that are answered. */
        USUAL,
        /** Those, signatures, and proofs of what there is not (RFC 4035 section 3.1). */
        SECURE
    }

    private Resolution(Zone zone, RecordType type, Detail detail) {
        this.zone = zone;
        this.type = type;
        this.detail = detail;
        this.proof = detail == Detail.SECURE ? Proof.of(zone, authority) : null;
    }

    /** For a name at or below the zone's origin. */
    static Reply of(Zone zone, DnsName name, RecordType type, Detail detail) {
        var resolution = new Resolution(zone, type, detail);
        resolution.follow(Optional.of(name));
        return resolution.reply();
    }

    /** The same for a name that is known to own these sets and not to lie below a delegation or a DNAME. */
    static Reply ofKnown(Zone zone, DnsName name, List<RecordSet> sets, RecordType type, Detail detail) {
        var resolution = new Resolution(zone, type, detail);
        resolution.followFrom(name, sets);
        return resolution.reply();
    }

    /** The types that an alias is answered differently for: those of the name it leads to. */
    static List<RecordType> offered(Zone zone, DnsName alias, List<RecordSet> sets) {
        var resolution = new Resolution(zone, NO_TYPE, Detail.MINIMAL);
        resolution.followFrom(alias, sets);
        return resolution.offered;
    }

    private void followFrom(DnsName name, List<RecordSet> sets) {
        visited.add(name);
        follow(at(name, sets, name));
    }

    private void follow(Optional<DnsName> first) {
        Optional<DnsName> next = first;
        while (next.isPresent()) {
            next = step(next.get());
        }
    }

    private Reply reply() {
        if (detail != Detail.MINIMAL) {
            List.copyOf(answer).forEach(this::addAddresses);
        }
        return new Reply(rcode, authoritative, answer, authority, glue, extras);
    }

    /** Answers for one name; gives the one an alias leads to. */
    private Optional<DnsName> step(DnsName name) {
        if (!name.isAtOrBelow(zone.origin()) || visited.size() >= LONGEST_CHAIN || !visited.add(name)) {
            return Optional.empty();
        }
        int labels = name.labels();
        DnsName closest = zone.origin();
        for (int i = zone.origin().labels() + 1; i <= labels; i++) {
            Optional<RecordSet> dname = zone.find(closest, RecordType.DNAME);
            if (dname.isPresent()) {
                return substitute(name, closest, dname.get());
            }
            DnsName next = name.last(i);
            if (!zone.exists(next)) {
                return missing(name, closest);
            }
            if (isCut(next) && (i < labels || !type.equals(RecordType.DS))) {
                return refer(next);
            }
            closest = next;
        }
        return at(name, zone.at(name), name);
    }

    private boolean isCut(DnsName name) {
        return !name.equals(zone.origin())
                && !name.isWildcard()
                && zone.find(name, RecordType.NS).isPresent();
    }

    private Optional<DnsName> missing(DnsName name, DnsName closest) {
        if (closest.length() + 2 <= DnsName.LONGEST) {
            DnsName wildcard = closest.wildcard();
            if (zone.exists(wildcard)) {
                return at(name, zone.at(wildcard), wildcard);
            }
        }
        rcode = Rcode.NXDOMAIN;
        addSoa();
        if (proof != null) {
            proof.missing(name, closest);
        }
        return Optional.empty();
    }

    /** @param source the name itself, or the wildcard that stands for it */
    private Optional<DnsName> at(DnsName name, List<RecordSet> sets, DnsName source) {
        Optional<RecordSet> found = type.equals(RecordType.ANY) ? sets.stream().findFirst() : find(sets, type);
        if (found.isPresent()) {
            add(answer, name, source, found.get(), sets);
            return Optional.empty();
        }
        Optional<RecordSet> alias = find(sets, RecordType.CNAME);
        if (alias.isEmpty()) {
            offered = sets.stream().map(RecordSet::type).toList();
            addSoa();
            if (proof != null) {
                proof.without(name, source, sets);
            }
            return Optional.empty();
        }
        add(answer, name, source, alias.get(), sets);
        return Optional.of(alias.get().first().name(0));
    }

    private static Optional<RecordSet> find(List<RecordSet> sets, RecordType type) {
        return sets.stream().filter(s -> s.type().equals(type)).findFirst();
    }

    /** A set, with its signature, and what shows that this is all. */
    private void add(List<Entry> into, DnsName name, DnsName source, RecordSet set, List<RecordSet> beside) {
        into.add(new Entry(name, set));
        if (proof != null) {
            proof.signature(name, source, set, beside).ifPresent(into::add);
            proof.answered(name, source);
        }
    }

    /** No such name or no such type: the SOA says how long that holds (RFC 2308 section 3). */
    private void addSoa() {
        RecordSet soa = zone.soa();
        var shown = new RecordSet(RecordType.SOA, zone.negativeTtl(), soa.rdata());
        add(authority, zone.origin(), zone.origin(), shown, zone.at(zone.origin()));
    }

    /** The DNAME, and a CNAME made from it for whoever does not know that type (RFC 6672 section 3.1). */
    private Optional<DnsName> substitute(DnsName name, DnsName owner, RecordSet dname) {
        if (answer.stream().noneMatch(e -> e.set() == dname)) {
            add(answer, owner, owner, dname, zone.at(owner));
        }
        DnsName target;
        try {
            target = name.moved(owner, dname.first().name(0));
        } catch (IllegalArgumentException tooLong) {
            rcode = Rcode.YXDOMAIN;
            return Optional.empty();
        }
        answer.add(new Entry(name, RecordSet.of(RecordType.CNAME, dname.ttl(), Rdata.of(target))));
        return type.equals(RecordType.CNAME) ? Optional.empty() : Optional.of(target);
    }

    private Optional<DnsName> refer(DnsName cut) {
        authoritative = !answer.isEmpty();
        offered = List.of(RecordType.DS);
        RecordSet servers = zone.find(cut, RecordType.NS).orElseThrow();
        authority.add(new Entry(cut, servers));
        if (proof != null) {
            zone.find(cut, RecordType.DS)
                    .ifPresentOrElse(
                            ds -> add(authority, cut, cut, ds, zone.at(cut)),
                            () -> proof.without(cut, cut, zone.at(cut)));
        }
        for (Rdata server : servers.rdata()) {
            DnsName target = server.name(0);
            addresses(target, target.isAtOrBelow(cut) ? glue : extras, true);
        }
        return Optional.empty();
    }

    /** The addresses of the names that records of some types lead to. */
    private void addAddresses(Entry entry) {
        int type = entry.set().type().number();
        int at = switch (type) {
            case 2 -> 0; // NS
            case 15, 64, 65 -> 2; // MX, SVCB, HTTPS: behind a priority
            case 33 -> 6; // SRV: behind priority, weight, port
            default -> -1;
        };
        if (at < 0) {
            return;
        }
        for (Rdata data : entry.set().rdata()) {
            DnsName target = data.name(at);
            // The root stands for the owner where there is a service (RFC 9460 section 2.5.2).
            boolean owner = target.isRoot() && (type == 64 || type == 65) && data.u16(0) != 0;
            addresses(owner ? entry.owner() : target, extras, false);
        }
    }

    private void addresses(DnsName owner, List<Entry> into, boolean occluded) {
        if (!owner.isAtOrBelow(zone.origin()) || (!occluded && isOccluded(owner))) {
            return;
        }
        for (RecordSet set : zone.at(owner)) {
            boolean address = set.type().equals(RecordType.A) || set.type().equals(RecordType.AAAA);
            if (address
                    && !contains(answer, owner, set)
                    && !contains(glue, owner, set)
                    && !contains(extras, owner, set)) {
                into.add(new Entry(owner, set));
            }
        }
    }

    private static boolean contains(List<Entry> entries, DnsName owner, RecordSet set) {
        return entries.stream().anyMatch(e -> e.set() == set && e.owner().equals(owner));
    }

    /** Whether it lies at or below a delegation, or below a DNAME: no data of this zone. */
    private boolean isOccluded(DnsName name) {
        for (DnsName n = name; !n.equals(zone.origin()); n = n.parent()) {
            if (isCut(n) || zone.find(n.parent(), RecordType.DNAME).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
