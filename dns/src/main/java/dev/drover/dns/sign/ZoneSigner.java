package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Signer;
import dev.drover.dns.zone.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a signed zone of one that is not (RFC 4035 section 2): keys at its origin, a chain of NSEC records through all names that are its
 * own, and a signature of each set. Signatures of an earlier version are taken over while they hold and their set stays.
 */
public final class ZoneSigner {
    private static final int KEY_TTL = 3600;

    private final Zone zone;
    private final Set<DnsName> steered;
    private final Keys keys;
    private final Instant now;
    private final @Nullable Zone before;
    private final @Nullable Signer denier;

    private ZoneSigner(
            Zone zone, Set<DnsName> steered, Keys keys, Instant now, @Nullable Zone before, @Nullable Signer denier) {
        this.denier = denier;
        this.zone = zone;
        this.steered = steered;
        this.keys = keys;
        this.now = now;
        this.before = before;
    }

    /** What is signed, and when it is to be signed again. */
    public record Signed(Zone zone, Instant due) {}

    /**
     * Signs a zone.
     *
     * @param steered names whose A and AAAA records are signed when they are chosen
     * @param before what signing gave for an earlier version; null for the first
     */
    public static Signed sign(Zone zone, Set<DnsName> steered, Keys keys, Instant now, @Nullable Zone before) {
        return new ZoneSigner(zone, steered, keys, now, before, null).sign();
    }

    /**
     * The same without a chain: each name denies what it has not, and says of no other (RFC 9824).
     *
     * @param denier signs denials of names that own nothing, while they are asked for
     */
    public static Signed signCompact(
            Zone zone, Set<DnsName> steered, Keys keys, Instant now, @Nullable Zone before, Signer denier) {
        return new ZoneSigner(zone, steered, keys, now, before, denier).sign();
    }

    /** Sets of one owner that are to be signed. */
    private record Named(DnsName owner, List<RecordSet> sets, boolean isCut) {}

    private Signed sign() {
        List<Named> named = names();
        var builder = Zone.builder(zone.origin());
        zone.forEach((owner, sets) -> {
            builder.exists(owner);
            sets.forEach(set -> builder.add(owner, set));
        });
        List<List<Rdata>> signatures = IntStream.range(0, named.size())
                .parallel()
                .mapToObj(i -> {
                    Named here = named.get(i);
                    return signatures(here, denial(here, next(named, i)));
                })
                .toList();
        Instant due = Instant.MAX;
        for (int i = 0; i < named.size(); i++) {
            Named here = named.get(i);
            builder.add(here.owner(), denial(here, next(named, i)));
            here.sets().forEach(set -> builder.add(here.owner(), set));
            for (Rdata signature : signatures.get(i)) {
                int ttl = zone.negativeTtl();
                builder.add(here.owner(), RecordSet.of(RecordType.RRSIG, ttl, signature));
                Instant end = Signatures.due(signature);
                due = end.isBefore(due) ? end : due;
            }
        }
        Zone signed = builder.build();
        return new Signed(denier == null ? signed : signed.deniedBy(denier), due);
    }

    private DnsName next(List<Named> named, int i) {
        return denier == null
                ? named.get((i + 1) % named.size()).owner()
                : Denial.next(named.get(i).owner(), zone.origin());
    }

    /** The names that are the zone's own, in their order, without what delegations and DNAMEs hide. */
    private List<Named> names() {
        var named = new ArrayList<Named>();
        var hiding = new DnsName[1];
        zone.forEach((owner, sets) -> {
            if (hiding[0] != null && owner.isBelow(hiding[0])) {
                return;
            }
            boolean isApex = owner.equals(zone.origin());
            boolean isCut = !isApex && !owner.isWildcard() && has(sets, RecordType.NS);
            if (isCut || has(sets, RecordType.DNAME)) {
                hiding[0] = owner;
            }
            if (!sets.isEmpty() || steered.contains(owner)) {
                var all = new ArrayList<>(sets);
                if (isApex) {
                    all.addAll(keySets());
                }
                named.add(new Named(owner, all, isCut));
            }
        });
        return named;
    }

    private static boolean has(List<RecordSet> sets, RecordType type) {
        return sets.stream().anyMatch(s -> s.type().equals(type));
    }

    private List<RecordSet> keySets() {
        List<Rdata> all = keys.published().stream().map(SigningKey::dnskey).toList();
        var there = new RecordSet(RecordType.DNSKEY, KEY_TTL, all);
        if (keys.announced().isEmpty()) {
            return List.of(there);
        }
        List<Rdata> ds = keys.announced().stream().map(k -> k.ds(zone.origin())).toList();
        List<Rdata> announced =
                keys.announced().stream().map(SigningKey::dnskey).toList();
        return List.of(
                there,
                new RecordSet(RecordType.CDS, KEY_TTL, ds),
                new RecordSet(RecordType.CDNSKEY, KEY_TTL, announced));
    }

    /** Kept as long as other denials (RFC 9077 section 3). */
    private RecordSet denial(Named here, DnsName next) {
        var types = new LinkedHashSet<RecordType>(List.of(RecordType.RRSIG, RecordType.NSEC));
        for (RecordSet set : here.sets()) {
            if (isSigned(here, set) || set.type().equals(RecordType.NS)) {
                types.add(set.type());
            }
        }
        if (steered.contains(here.owner())) {
            types.add(RecordType.A);
            types.add(RecordType.AAAA);
        }
        return RecordSet.of(RecordType.NSEC, zone.negativeTtl(), Denial.of(next, types));
    }

    /** At a delegation all but DS and NSEC is the other zone's (RFC 4035 section 2.2). */
    private static boolean isSigned(Named here, RecordSet set) {
        return !here.isCut() || set.type().equals(RecordType.DS) || set.type().equals(RecordType.NSEC);
    }

    private List<Rdata> signatures(Named here, RecordSet denial) {
        var all = new ArrayList<Rdata>();
        for (RecordSet set : here.sets()) {
            if (isSigned(here, set)) {
                signers(set).forEach(key -> all.add(signature(here.owner(), set, key)));
            }
        }
        all.add(signature(here.owner(), denial, keys.zone()));
        return all;
    }

    private List<SigningKey> signers(RecordSet set) {
        return set.type().equals(RecordType.DNSKEY)
                        || set.type().equals(RecordType.CDS)
                        || set.type().equals(RecordType.CDNSKEY)
                ? keys.entries()
                : List.of(keys.zone());
    }

    private Rdata signature(DnsName owner, RecordSet set, SigningKey key) {
        return known(owner, set, key).orElseGet(() -> Signatures.of(owner, set, zone.origin(), key, now));
    }

    /** One that is good for longer, also by a key that is about to go. */
    private Optional<Rdata> known(DnsName owner, RecordSet set, SigningKey key) {
        if (before == null
                || !before.find(owner, set.type()).filter(set::equals).isPresent()) {
            return Optional.empty();
        }
        boolean ofKeys = !signers(set).equals(List.of(keys.zone()));
        if (ofKeys && signers(set).stream().filter(k -> k.tag() == key.tag()).count() > 1) {
            return Optional.empty(); // Nobody can tell whose it is.
        }
        return before.find(owner, RecordType.RRSIG)
                .flatMap(signatures -> signatures.rdata().stream()
                        .filter(s -> Signatures.covered(s).equals(set.type()))
                        .filter(s -> ofKeys ? Signatures.tag(s) == key.tag() : isOfPublished(s))
                        .filter(s -> now.isBefore(Signatures.due(s)))
                        .findFirst());
    }

    private boolean isOfPublished(Rdata signature) {
        return keys.published().stream()
                .filter(k -> k == keys.zone() || !keys.entries().contains(k))
                .anyMatch(k -> k.tag() == Signatures.tag(signature)
                        && k.algorithm().number() == Signatures.algorithm(signature));
    }
}
