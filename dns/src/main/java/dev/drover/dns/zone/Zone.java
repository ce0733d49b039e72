package dev.drover.dns.zone;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All records below an origin, as they were declared; immutable. Owners stand in canonical order (RFC 4034 section 6.1), so that
 * what is below a name follows it.
 *
 * <p>A zone is sound enough to be answered from: it has one SOA, no record outside of it, at most one CNAME or DNAME at an owner, and
 * nothing beside a CNAME but what signs it. Whoever reads files finds such faults earlier, with their places.
 */
public final class Zone {
    private static final List<RecordSet> NONE = List.of();

    private final DnsName origin;
    private final RecordSet soa;
    private final DnsName[] owners;
    private final List<RecordSet>[] sets;
    private final @Nullable Signer signer;

    private Zone(DnsName origin, RecordSet soa, DnsName[] owners, List<RecordSet>[] sets, @Nullable Signer signer) {
        this.signer = signer;
        this.origin = origin;
        this.soa = soa;
        this.owners = owners;
        this.sets = sets;
    }

    public static Builder builder(DnsName origin) {
        return new Builder(origin);
    }

    public DnsName origin() {
        return origin;
    }

    public RecordSet soa() {
        return soa;
    }

    /** Of the SOA (RFC 1035 section 3.3.13), 0 to 2^32-1. */
    public long serial() {
        Rdata data = soa.first();
        return data.u32(data.length() - 20);
    }

    /** The same records under another serial, 0 to 2^32-1. */
    public Zone withSerial(long serial) {
        return withNumber(20, serial);
    }

    /**
     * The same records, for which secondaries ask their primary anew after so many seconds at most, be it in vain (REFRESH, RETRY), and which they
     * keep for so many at most without a word of it (EXPIRE).
     */
    public Zone withTimersWithin(long ask, long keep) {
        return withinNumber(16, ask).withinNumber(12, ask).withinNumber(8, keep);
    }

    private Zone withinNumber(int before, long most) {
        Rdata data = soa.first();
        return data.u32(data.length() - before) <= most ? this : withNumber(before, most);
    }

    /** One of the numbers of the SOA, so many bytes before its end. */
    private Zone withNumber(int before, long number) {
        byte[] data = soa.first().toBytes();
        ByteBuffer.wrap(data).putInt(data.length - before, (int) number);
        RecordSet next = RecordSet.of(RecordType.SOA, soa.ttl(), Rdata.of(data));
        List<RecordSet>[] all = sets.clone();
        int apex = Arrays.binarySearch(owners, origin);
        all[apex] = sets[apex].stream().map(s -> s == soa ? next : s).toList();
        return new Zone(origin, next, owners, all, signer);
    }

    /** The same records where what is not among them is denied by records that are made and signed while it is asked for. */
    public Zone deniedBy(Signer own) {
        return new Zone(origin, soa, owners, sets, own);
    }

    /** Signs denials while they are asked for; null where the records themselves deny. */
    public @Nullable Signer signer() {
        return signer;
    }

    /** Seconds that a negative answer may be kept: the lesser of the SOA's TTL and its last field (RFC 2308 section 5). */
    public int negativeTtl() {
        Rdata data = soa.first();
        return (int) Math.min(soa.ttl(), data.u32(data.length() - 4));
    }

    /** The owners of records, in canonical order, the origin first. */
    public List<DnsName> owners() {
        return Collections.unmodifiableList(Arrays.asList(owners));
    }

    /** Each owner with its sets, in canonical order. */
    public void forEach(BiConsumer<DnsName, List<RecordSet>> visitor) {
        for (int i = 0; i < owners.length; i++) {
            visitor.accept(owners[i], sets[i]);
        }
    }

    /** All sets at this owner, by type's number; empty where there are none. */
    public List<RecordSet> at(DnsName owner) {
        int i = Arrays.binarySearch(owners, owner);
        return i < 0 ? NONE : sets[i];
    }

    public Optional<RecordSet> find(DnsName owner, RecordType type) {
        for (RecordSet set : at(owner)) {
            if (set.type().equals(type)) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }

    /** Whether all its own sets are signed, and all else is denied. */
    public boolean isSigned() {
        return find(origin, RecordType.NSEC).isPresent()
                && find(origin, RecordType.RRSIG).isPresent();
    }

    /** The last owner of such a set that is this name or stands before it. */
    public Optional<DnsName> lastUpTo(DnsName name, RecordType type) {
        int i = Arrays.binarySearch(owners, name);
        for (int at = i < 0 ? -i - 2 : i; at >= 0; at--) {
            if (sets[at].stream().anyMatch(s -> s.type().equals(type))) {
                return Optional.of(owners[at]);
            }
        }
        return Optional.empty();
    }

    /** Whether the name owns records or something below it does: an empty non-terminal exists, too (RFC 4592 section 2.2.2). */
    public boolean exists(DnsName name) {
        int i = Arrays.binarySearch(owners, name);
        if (i >= 0) {
            return true;
        }
        int next = -i - 1;
        return next < owners.length && owners[next].isBelow(name);
    }

    /** How many records there are in all. */
    public int size() {
        return Arrays.stream(sets)
                .mapToInt(all -> all.stream().mapToInt(RecordSet::size).sum())
                .sum();
    }

    @Override
    public String toString() {
        return "zone " + origin + " serial " + serial();
    }

    /** Collects records in any order. */
    public static final class Builder {
        private final DnsName origin;
        private final Map<DnsName, Map<RecordType, RecordSet>> records = new HashMap<>();

        private Builder(DnsName origin) {
            this.origin = origin;
        }

        /** One record; joins those of its owner and type. A set has one TTL: the least that was given (RFC 2181 section 5.2). */
        public Builder add(DnsName owner, RecordType type, int ttl, Rdata data) {
            return add(owner, RecordSet.of(type, ttl, data));
        }

        /** A name that exists though it may own no records here: its addresses are chosen elsewhere. */
        public Builder exists(DnsName owner) {
            if (!owner.isAtOrBelow(origin)) {
                throw new IllegalArgumentException(owner + " is outside of the zone " + origin);
            }
            records.computeIfAbsent(owner, o -> new LinkedHashMap<>());
            return this;
        }

        /** A set; joins what is there of its owner and type. */
        public Builder add(DnsName owner, RecordSet set) {
            if (!owner.isAtOrBelow(origin)) {
                throw new IllegalArgumentException(owner + " is outside of the zone " + origin);
            }
            records.computeIfAbsent(owner, o -> new LinkedHashMap<>()).merge(set.type(), set, Builder::joined);
            return this;
        }

        private static RecordSet joined(RecordSet one, RecordSet other) {
            var all = new ArrayList<>(one.rdata());
            all.addAll(other.rdata());
            return new RecordSet(one.type(), Math.min(one.ttl(), other.ttl()), all);
        }

        /**
         * The zone of all that was added.
         *
         * @throws IllegalArgumentException when it is not sound
         */
        public Zone build() {
            var apex = records.getOrDefault(origin, Map.of());
            RecordSet soa = apex.get(RecordType.SOA);
            if (soa == null) {
                throw new IllegalArgumentException("the zone " + origin + " has no SOA");
            }
            DnsName[] owners = records.keySet().toArray(DnsName[]::new);
            Arrays.sort(owners);
            @SuppressWarnings({"unchecked", "rawtypes"})
            List<RecordSet>[] sets = new List[owners.length];
            for (int i = 0; i < owners.length; i++) {
                var at = records.getOrDefault(owners[i], Map.of());
                check(owners[i], at);
                sets[i] = at.values().stream()
                        .sorted((a, b) ->
                                Integer.compare(a.type().number(), b.type().number()))
                        .toList();
            }
            return new Zone(origin, soa, owners, sets, null);
        }

        private void check(DnsName owner, Map<RecordType, RecordSet> sets) {
            sets.values().forEach(RdataShape::check);
            for (RecordType single : List.of(RecordType.SOA, RecordType.CNAME, RecordType.DNAME)) {
                RecordSet set = sets.get(single);
                if (set != null && set.size() > 1) {
                    throw new IllegalArgumentException(
                            owner + " has " + set.size() + " " + single + " records (expected: one)");
                }
            }
            if (sets.containsKey(RecordType.SOA) && !owner.equals(origin)) {
                throw new IllegalArgumentException(owner + " has an SOA inside of the zone " + origin);
            }
            if (sets.containsKey(RecordType.CNAME)) {
                for (RecordType other : sets.keySet()) {
                    if (!other.equals(RecordType.CNAME)
                            && !other.equals(RecordType.NSEC)
                            && !other.equals(RecordType.RRSIG)) {
                        throw new IllegalArgumentException(owner + " has " + other + " beside a CNAME");
                    }
                }
            }
        }
    }
}
