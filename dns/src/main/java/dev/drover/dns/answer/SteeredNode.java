package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.sign.Denial;
import dev.drover.dns.sign.SetSigner;
import dev.drover.dns.zone.Zone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one steered name for one generation: worked out when the first client of a network asks, then bytes like any other. Networks
 * that are given the same addresses share those bytes. The memory is bounded.
 */
final class SteeredNode {
    /** Different answers that are kept; of a name with more of them each network has its own. */
    private static final int MOST_ANSWERS = 256;

    private static final long MAPPED = 0xffff_0000_0000L;

    private final Steered steered;
    private final Authority by;
    private final Zone zone;
    /** The name that answers are made for, and which others they serve. */
    private final DnsName nominal;

    private final Rendering.For whom;
    private final Networks<Given> networks = new Networks<>();
    private final Map<Same, Given> given = new ConcurrentHashMap<>();

    SteeredNode(Steered steered, ZoneAnswers zone) {
        this(steered, zone, steered.name(), Rendering.For.ONE);
    }

    /** All names directly below one, which answers alike. */
    static SteeredNode below(Steered steered, ZoneAnswers zone) {
        return new SteeredNode(steered, zone, steered.name().wildcard(), Rendering.For.WILDCARD);
    }

    private SteeredNode(Steered steered, ZoneAnswers zone, DnsName nominal, Rendering.For whom) {
        this.nominal = nominal;
        this.whom = whom;
        this.steered = steered;
        this.by = zone;
        this.zone = zone.zone();
    }

    /** Where the answers stand: by type, and with signatures or without. */
    private record Four(int ipv4, int ipv6, int signedIpv4, int signedIpv6) {
        int of(boolean isIpv4, boolean signed) {
            return isIpv4 ? (signed ? signedIpv4 : ipv4) : signed ? signedIpv6 : ipv6;
        }
    }

    /** What makes two answers one. */
    private record Same(List<Rdata> ipv4, List<Rdata> ipv6, String step) {}

    /**
     * What clients are answered.
     *
     * @param nothing where it stands that there is none of another type; below beacons
     */
    private record Given(String step, Arena arena, Four answers, int nothing) {}

    /**
     * Answers for the client that the query tells of, else for who sent it.
     *
     * @return where the message ends, or -1 when the answer does not fit
     */
    int answer(Query query, int room) {
        Given answer = found(query);
        query.decidedBy(answer.step());
        boolean isIpv4 = query.type() == RecordType.A.number();
        return answer.arena().copy(answer.answers().of(isIpv4, query.edns().dnssecOk()), query, room);
    }

    /** That there is nothing of another type. */
    int nothing(Query query, int room) {
        Given answer = found(query);
        return answer.arena().copy(answer.nothing(), query, room);
    }

    private Given found(Query query) {
        EdnsQuery edns = query.edns();
        boolean told = edns.subnetLength() > 0 && edns.subnet()[2] != 0;
        Networks.Known<Given> found = told
                ? of(subnetHigh(edns.subnet(), edns.subnetLength()), subnetLow(edns.subnet(), edns.subnetLength()))
                : of(query.clientHigh(), query.clientLow());
        if (told) {
            // Bits of the address as it was told: one of IPv4 may be written as ::ffff:a.b.c.d.
            edns.answerScope(edns.subnet()[1] == 1 ? found.scope() : found.bits());
        }
        query.answeredBy(by);
        return found.value();
    }

    private static long subnetHigh(byte[] subnet, int length) {
        return subnet[1] == 1 ? 0 : number(subnet, 4, length, 8);
    }

    private static long subnetLow(byte[] subnet, int length) {
        return subnet[1] == 1 ? MAPPED | number(subnet, 4, length, 4) : number(subnet, 12, length, 8);
    }

    /** So many bytes; those behind the end are 0. */
    private static long number(byte[] bytes, int at, int end, int count) {
        long number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << 8 | (i < end ? bytes[i] & 0xff : 0);
        }
        return number;
    }

    private Networks.Known<Given> of(long high, long low) {
        Networks.Known<Given> found = networks.find(high, low);
        if (found == null) {
            Chooser.Choice choice = steered.chooser().choose(address(high, low));
            found = networks.keep(high, low, choice.scope(), given(choice));
        }
        return found;
    }

    private Given given(Chooser.Choice choice) {
        var same = new Same(choice.ipv4(), choice.ipv6(), choice.step());
        Given known = given.get(same);
        if (known == null) {
            known = make(choice);
            if (given.size() < MOST_ANSWERS) {
                given.put(same, known);
            }
        }
        return known;
    }

    private Given make(Chooser.Choice choice) {
        var arena = new Arena();
        SetSigner signer = steered.signer();
        int a = arena.add(template(RecordType.A, choice.ipv4(), choice, null));
        int aaaa = arena.add(template(RecordType.AAAA, choice.ipv6(), choice, null));
        var answers = signer == null
                ? new Four(a, aaaa, a, aaaa)
                : new Four(
                        a,
                        aaaa,
                        arena.add(template(RecordType.A, choice.ipv4(), choice, signer)),
                        arena.add(template(RecordType.AAAA, choice.ipv6(), choice, signer)));
        int nothing = whom == Rendering.For.ONE ? 0 : arena.add(template(RecordType.TXT, List.of(), choice, signer));
        arena.trim();
        return new Given(choice.step(), arena, answers, nothing);
    }

    private Template template(
            RecordType type, List<Rdata> addresses, Chooser.Choice choice, @Nullable SetSigner signer) {
        var answer = new ArrayList<Entry>();
        var authority = new ArrayList<Entry>();
        if (addresses.isEmpty()) {
            deny(authority, choice, signer);
        } else {
            add(answer, new RecordSet(type, steered.ttl(), addresses), signer);
        }
        var reply = new Reply(Rcode.NOERROR, true, answer, authority, List.of(), List.of());
        return Rendering.of(reply, nominal, whom);
    }

    private void add(List<Entry> into, RecordSet set, @Nullable SetSigner signer) {
        into.add(new Entry(nominal, set));
        if (signer != null) {
            Rdata signature = signer.sign(nominal, set);
            into.add(new Entry(nominal, RecordSet.of(RecordType.RRSIG, set.ttl(), signature)));
        }
    }

    /**
     * The SOA; and, signed, that there are but these types at the name, which says nothing of any other name: the next one is the closest
     * there can be (RFC 4470 section 3).
     */
    private void deny(List<Entry> authority, Chooser.Choice choice, @Nullable SetSigner signer) {
        int ttl = Math.min(zone.negativeTtl(), steered.ttl());
        var soa = new RecordSet(RecordType.SOA, ttl, zone.soa().rdata());
        authority.add(new Entry(zone.origin(), soa));
        if (signer == null) {
            return;
        }
        Proof.kept(zone.origin(), soa, zone.at(zone.origin())).ifPresent(authority::add);
        var types = new ArrayList<RecordType>(List.of(RecordType.RRSIG, RecordType.NSEC));
        zone.at(steered.name()).stream()
                .map(RecordSet::type)
                .filter(t -> !t.equals(RecordType.A) && !t.equals(RecordType.AAAA))
                .forEach(types::add);
        if (!choice.ipv4().isEmpty()) {
            types.add(RecordType.A);
        }
        if (!choice.ipv6().isEmpty()) {
            types.add(RecordType.AAAA);
        }
        add(
                authority,
                RecordSet.of(RecordType.NSEC, ttl, Denial.of(Denial.next(steered.name(), zone.origin()), types)),
                signer);
    }

    /** The library makes an address of IPv4 of what is mapped. */
    private static InetAddress address(long high, long low) {
        try {
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
