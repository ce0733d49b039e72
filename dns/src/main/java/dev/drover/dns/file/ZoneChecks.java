package dev.drover.dns.file;

import dev.drover.dns.file.Place.Source;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Dns;
import dev.drover.model.Where;
import dev.drover.policy.steer.Steering;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the records of a zone together: what cannot stand beside or below each other, and what leads nowhere. */
final class ZoneChecks {
    /** What may stand beside an alias: what signs it (RFC 4034 sections 3 and 4.2). */
    private static final Set<RecordType> SIGNING = Set.of(RecordType.RRSIG, RecordType.NSEC);

    private static final Set<RecordType> ADDRESSES = Set.of(RecordType.A, RecordType.AAAA);

    private static final Set<RecordType> AT_DELEGATION =
            Set.of(RecordType.NS, RecordType.DS, RecordType.A, RecordType.AAAA, RecordType.RRSIG, RecordType.NSEC);

    private final Dns.Zone declared;
    private final DnsName origin;
    private final List<Found> records;
    private final Faults faults;
    private final Map<DnsName, Map<RecordType, Found>> first = new HashMap<>();
    private final Set<DnsName> above = new HashSet<>();
    private final Set<DnsName> steered = new HashSet<>();

    ZoneChecks(Dns.Zone declared, DnsName origin, List<Found> records, Faults faults) {
        this.declared = declared;
        this.origin = origin;
        this.records = records;
        this.faults = faults;
    }

    void check() {
        boolean sound = faults.count() == 0;
        for (Found record : records) {
            if (isInside(record)) {
                alone(record);
                dotless(record);
            }
        }
        declared.names().keySet().forEach(name -> steered.add(DnsName.parse(name, origin)));
        apex(sound);
        for (Found record : records) {
            if (record.owner().isAtOrBelow(origin)) {
                hidden(record);
                target(record, sound);
            }
        }
        declared.names().values().forEach(this::steered);
    }

    private boolean isInside(Found record) {
        if (record.owner().isAtOrBelow(origin)) {
            return true;
        }
        faults.add(
                record.place(),
                record.owner() + " lies outside of the zone " + origin,
                "write it relative to the zone, or declare its zone");
        return false;
    }

    /** Types of which a set has one record, and the alias beside which nothing stands. */
    private void alone(Found record) {
        Map<RecordType, Found> here = first.computeIfAbsent(record.owner(), o -> {
            for (DnsName name = o; name.isBelow(origin) && above.add(name.parent()); ) {
                name = name.parent();
            }
            return new HashMap<>(2);
        });
        Found same = here.putIfAbsent(record.type(), record);
        if (same == null) {
            beside(record, here);
            return;
        }
        boolean single = record.type().equals(RecordType.SOA)
                || record.type().equals(RecordType.CNAME)
                || record.type().equals(RecordType.DNAME);
        if (single) {
            faults.add(
                    record.place(),
                    record + " is given twice (also in " + same.place().seenFrom(record.place()) + ")",
                    "keep one of the two");
        } else if (same.ttl() != record.ttl()) {
            faults.add(
                    record.place(),
                    record + " has a TTL of " + record.ttl() + " s, others of its set " + same.ttl() + " s ("
                            + same.place().seenFrom(record.place()) + ")",
                    "give all records of one name and type the same TTL");
        }
    }

    private void beside(Found record, Map<RecordType, Found> here) {
        if (SIGNING.contains(record.type())) {
            return;
        }
        boolean alias = record.type().equals(RecordType.CNAME);
        Optional<Found> other = here.values().stream()
                .filter(o -> o != record
                        && (alias ? !SIGNING.contains(o.type()) : o.type().equals(RecordType.CNAME)))
                .findFirst();
        other.ifPresent(o -> faults.add(
                record.place(),
                record + " stands beside " + o.type() + " (" + o.place().seenFrom(record.place())
                        + "); a CNAME stands alone",
                alias && record.owner().equals(origin) ? "write the addresses themselves" : "remove one of the two"));
    }

    /** {@code www.example.com} without its last dot is {@code www.example.com.example.com}. */
    private void dotless(Found record) {
        if (!record.owner().isBelow(origin) || origin.isRoot()) {
            return;
        }
        int front = record.owner().labels() - origin.labels();
        if (front >= origin.labels()) {
            DnsName before = record.owner().moved(origin, DnsName.ROOT);
            if (before.isAtOrBelow(origin)) {
                faults.add(
                        record.place(),
                        record.owner() + " ends with the zone's name twice",
                        "end it with a dot: " + before);
            }
        }
    }

    private void apex(boolean sound) {
        Map<RecordType, Found> here = first.getOrDefault(origin, Map.of());
        Found soa = here.get(RecordType.SOA);
        Found server = here.get(RecordType.NS);
        for (Found record : records) {
            if (record.type().equals(RecordType.SOA)
                    && !record.owner().equals(origin)
                    && record.owner().isAtOrBelow(origin)) {
                faults.add(record.place(), "an SOA at " + record.owner() + " (expected: at " + origin + ")", "");
            }
        }
        if (sound && soa == null) {
            faults.add(
                    start(),
                    server == null ? "the zone has neither SOA nor NS records" : "the zone has no SOA record",
                    server == null
                            ? "nameservers: [ns1.example.net] at the zone, or write them"
                            : "@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m");
        } else if (sound && server == null) {
            faults.add(start(), "the zone has no NS records", "@ IN NS ns1.example.net.");
        }
        boolean written = records.stream()
                .anyMatch(r -> r.owner().equals(origin)
                        && r.type().equals(RecordType.NS)
                        && !r.place().source().path().endsWith(".nameservers"));
        if (!declared.nameservers().isEmpty() && written) {
            faults.add(
                    inYaml(declared.where().at("nameservers"), ".nameservers"),
                    "the zone has NS records of its own",
                    "remove nameservers");
        }
    }

    /** What stands below a delegation or a DNAME is never answered, but for the addresses of the servers there. */
    private void hidden(Found record) {
        Found cut = cutAbove(record.owner());
        if (cut != null) {
            boolean glue = cut.type().equals(RecordType.NS) && ADDRESSES.contains(record.type());
            if (!glue) {
                faults.add(
                        record.place(),
                        record + " lies below the " + cut.type() + " of " + cut.owner() + " ("
                                + cut.place().seenFrom(record.place()) + ") and is never answered",
                        "remove it, or declare it in the zone it belongs to");
            }
        } else if (isDelegation(record.owner()) && !AT_DELEGATION.contains(record.type())) {
            faults.add(
                    record.place(),
                    record + " stands at a delegation and is never answered",
                    "remove it, or declare it in the zone it belongs to");
        }
    }

    private boolean isDelegation(DnsName name) {
        return !name.equals(origin) && first.getOrDefault(name, Map.of()).containsKey(RecordType.NS);
    }

    private @Nullable Found cutAbove(DnsName owner) {
        for (DnsName name = owner; name.isBelow(origin); ) {
            name = name.parent();
            Map<RecordType, Found> here = first.getOrDefault(name, Map.of());
            Found cut = here.get(RecordType.DNAME);
            if (cut == null && isDelegation(name)) {
                cut = here.get(RecordType.NS);
            }
            if (cut != null) {
                return cut;
            }
        }
        return null;
    }

    /** Servers of zones and of mail are hosts with addresses, not aliases (RFC 2181 section 10.3). */
    private void target(Found record, boolean sound) {
        if (record.type().equals(RecordType.CNAME)) {
            alias(record);
            return;
        }
        boolean server = record.type().equals(RecordType.NS);
        if (!server && !record.type().equals(RecordType.MX)) {
            return;
        }
        DnsName target = record.data().name(server ? 0 : 2);
        boolean nullMx = target.isRoot();
        if (nullMx || !target.isAtOrBelow(origin) || steered.contains(target)) {
            return;
        }
        Map<RecordType, Found> there = first.getOrDefault(target, Map.of());
        if (there.containsKey(RecordType.CNAME)) {
            faults.add(
                    record.place(),
                    record + " leads to the alias " + target + " (expected: a host with addresses)",
                    "name the host itself");
            return;
        }
        boolean addressed = ADDRESSES.stream().anyMatch(there::containsKey) || isCovered(target);
        boolean elsewhere = cutAbove(target) != null && !record.owner().isAtOrBelow(target.parent());
        if (sound && !addressed && !elsewhere) {
            faults.add(
                    record.place(), record + " leads to " + target + ", which has no address", target + " A 192.0.2.1");
        }
    }

    /** What an alias leads to is given out with it, the same to everybody. */
    private void alias(Found record) {
        DnsName target = record.data().name(0);
        declared.names().values().stream()
                .filter(name -> DnsName.parse(name.name(), origin).equals(target))
                .filter(name -> !Steering.isForAll(name.answer()))
                .findFirst()
                .ifPresent(name -> faults.add(
                        record.place(),
                        record + " is an alias of " + target + ", whose answer depends on the client ("
                                + inYaml(name.where(), "").seenFrom(record.place()) + ")",
                        instead(record.owner())));
    }

    /** A name of its own that is chosen; a wildcard cannot be. */
    private String instead(DnsName alias) {
        if (alias.isWildcard()) {
            return "name the addresses themselves, or declare each name below " + alias.parent();
        }
        String full = alias.toString();
        int end = full.length() - (origin.isRoot() ? 1 : origin.toString().length() + 1);
        String own = end <= 0 ? "\"@\"" : full.substring(0, end);
        return "declare it as that one: names: {" + own + ": ...}";
    }

    /** Whether a wildcard gives it addresses (RFC 4592 section 3.3.1). */
    private boolean isCovered(DnsName name) {
        if (first.containsKey(name) || above.contains(name)) {
            return false;
        }
        DnsName encloser = name.parent();
        while (!first.containsKey(encloser) && !above.contains(encloser) && encloser.isBelow(origin)) {
            encloser = encloser.parent();
        }
        Map<RecordType, Found> wildcard = first.getOrDefault(encloser.wildcard(), Map.of());
        return ADDRESSES.stream().anyMatch(wildcard::containsKey) || wildcard.containsKey(RecordType.CNAME);
    }

    private void steered(Dns.Steered name) {
        DnsName owner = DnsName.parse(name.name(), origin);
        Place place = inYaml(name.where(), ".names." + name.name());
        Map<RecordType, Found> here = first.getOrDefault(owner, Map.of());
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME)) {
            Found same = here.get(type);
            if (same != null) {
                faults.add(
                        place,
                        owner + " has " + type + " records as well ("
                                + same.place().seenFrom(place) + ")",
                        "remove those, or the name here");
            }
        }
        Found cut = cutAbove(owner);
        if (cut != null || isDelegation(owner)) {
            faults.add(
                    place,
                    owner + " is delegated, and so is never answered here",
                    "declare it in the zone it belongs to");
        }
    }

    private Place start() {
        return records.isEmpty()
                ? inYaml(declared.where(), "")
                : records.getFirst().place();
    }

    private Place inYaml(Where at, String key) {
        return new Place(new Source(at.file(), "dns.zones." + declared.origin() + key), at.line(), at.column());
    }
}
