package dev.drover.dns.answer;

import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a server answers: the tables of its zones, for one generation of them. Immutable and shared by all threads; a new
 * generation is a new one of these, which takes over the tables of zones that stayed the same.
 *
 * <p>In a datagram an answer is as long as the client takes and at most as long as {@link Identity#payload}; what is longer is cut off
 * whole, with the bit TC that sends the client to a stream.
 */
public final class Answers {
    /** For how long a connection of a stream may be idle; who asks is told. */
    public static final Duration IDLE = Duration.ofSeconds(10);

    /** No zones: refuses everything. */
    public static final Answers NONE = of(List.of(), Identity.ANONYMOUS);

    /** What {@link #answerOrLeave} gives for a query that is no ordinary one. */
    public static final int LEFT = -1;

    /** What {@link #answerOrLeave} gives for a query that is to be asked again: {@link Query#awaited} says when. */
    public static final int LATER = -2;

    private static final int TRUNCATED = 0x02;
    private static final int AUTHORITATIVE = 0x04;
    private static final int NOTIFY = 4;

    private final Map<DnsName, ZoneAnswers> zones;
    private final Origins origins;
    private final SteeredTable steered;
    private final List<Authority> others;
    private final Identity identity;
    private final EdnsAnswer edns;
    private final Chaos chaos;

    private Answers(
            Map<DnsName, ZoneAnswers> zones, Collection<Steered> steered, List<Authority> others, Identity identity) {
        this.zones = zones;
        this.steered = new SteeredTable(steered, zones);
        this.others = List.copyOf(others);
        this.origins = new Origins(zones.values(), beside(zones, steered, this.others));
        this.identity = identity;
        this.edns = new EdnsAnswer(identity);
        this.chaos = new Chaos(identity);
    }

    private static List<Authority> beside(
            Map<DnsName, ZoneAnswers> zones, Collection<Steered> steered, List<Authority> others) {
        var all = new ArrayList<Authority>(others);
        for (Steered one : steered) {
            Witness witness = one.witness();
            ZoneAnswers zone = zones.get(one.origin());
            if (witness != null && zone != null) {
                all.add(new Beacon(one, witness, zone));
            }
        }
        return all;
    }

    /**
     * Compiles zones, which takes a microsecond or two for each record.
     *
     * @throws IllegalArgumentException when two zones have one origin, or an answer would be longer than a message can be
     */
    public static Answers of(Collection<Zone> zones, Identity identity) {
        return new Answers(compile(zones, Map.of(), identity.payload()), List.of(), List.of(), identity);
    }

    /** The next generation. Zones that are the same objects as now are not compiled anew. */
    public Answers with(Collection<Zone> next) {
        return with(next, List.of());
    }

    /** The next generation, with others that answer for names of theirs; a zone with the same origin goes before. */
    public Answers beside(List<Authority> authorities) {
        return new Answers(zones, steered.all(), authorities, identity);
    }

    /** The next generation, with names in those zones whose addresses depend on who asks. */
    public Answers with(Collection<Zone> next, Collection<Steered> chosen) {
        return new Answers(compile(next, zones, identity.payload()), chosen, others, identity);
    }

    private static Map<DnsName, ZoneAnswers> compile(
            Collection<Zone> zones, Map<DnsName, ZoneAnswers> old, int payload) {
        var all = new HashMap<DnsName, ZoneAnswers>();
        for (Zone zone : zones) {
            ZoneAnswers known = old.get(zone.origin());
            boolean same = known != null && known.zone() == zone;
            if (all.put(zone.origin(), same ? known : ZoneAnswers.of(zone, payload)) != null) {
                throw new IllegalArgumentException("two zones " + zone.origin());
            }
        }
        return all;
    }

    public Collection<Zone> zones() {
        var all = new ArrayList<Zone>(zones.size());
        zones.values().forEach(z -> all.add(z.zone()));
        return all;
    }

    /** Bytes of memory that the tables take. */
    public long size() {
        return zones.values().stream().mapToLong(ZoneAnswers::size).sum();
    }

    /**
     * Parses the query in {@link Query#bytes} and puts the answer in its place.
     *
     * @param length bytes of the query
     * @param stream whether it came on a stream, where an answer may be as long as a message can be
     * @return bytes of the answer; 0 when there must be none
     */
    public int answer(Query query, int length, boolean stream) {
        return switch (read(query, length, stream)) {
            case SOUND -> now(query, sound(query, stream));
            case MALFORMED ->
                refuse(query, query.asksForCookieAlone() ? Rcode.NOERROR : Rcode.FORMERR, EdnsAnswer.NONE);
            case OTHER_OPCODE -> refuse(query, Rcode.NOTIMP, EdnsAnswer.NONE);
            case OTHER_VERSION -> refuse(query, Rcode.BADVERS, EdnsAnswer.NONE);
            case UNANSWERABLE -> 0;
        };
    }

    /**
     * The same, but for a notification, a transfer, or what is signed: such a query is left as it came.
     *
     * @return bytes of the answer, 0 when there must be none, {@link #LEFT} or {@link #LATER}
     */
    public int answerOrLeave(Query query, int length, boolean stream) {
        return answerOrLeave(query, read(query, length, stream), stream);
    }

    /** The same for a query that {@link #read} has parsed. */
    public int answerOrLeave(Query query, Query.Verdict read, boolean stream) {
        return switch (read) {
            case SOUND -> isOrdinary(query) ? sound(query, stream) : LEFT;
            case MALFORMED ->
                refuse(query, query.asksForCookieAlone() ? Rcode.NOERROR : Rcode.FORMERR, EdnsAnswer.NONE);
            case OTHER_OPCODE -> query.opcode() == NOTIFY ? LEFT : refuse(query, Rcode.NOTIMP, EdnsAnswer.NONE);
            case OTHER_VERSION -> refuse(query, Rcode.BADVERS, EdnsAnswer.NONE);
            case UNANSWERABLE -> 0;
        };
    }

    /** The table that has the answer to a query, where it is one of records. */
    @Nullable
    Arena tableFor(Query query) {
        return origins.closest(query.name(), 0) instanceof ZoneAnswers zone ? zone.table(query) : null;
    }

    /** Nobody asks again. */
    private int now(Query query, int size) {
        return size == LATER ? failed(query) : size;
    }

    /**
     * Parses the query in {@link Query#bytes}.
     *
     * @param length bytes of the query
     * @param stream whether it came on a stream
     */
    public static Query.Verdict read(Query query, int length, boolean stream) {
        Query.Verdict verdict = query.parse(length);
        if (!stream) {
            query.edns().forgetKeepalive();
        }
        return verdict;
    }

    private static boolean isOrdinary(Query query) {
        int type = query.type();
        return !query.isSigned() && type != RecordType.AXFR.number() && type != RecordType.IXFR.number();
    }

    /** Puts in place of an answer that nothing but its question fits, so that the client comes again on a stream. */
    public int truncated(Query query) {
        return finish(query, -1);
    }

    /** Puts in place of an answer that none could be made. */
    public int failed(Query query) {
        return refuse(query, Rcode.SERVFAIL, EdnsAnswer.NOT_READY);
    }

    private int sound(Query query, boolean stream) {
        if (query.isSigned()) {
            return refuse(query, Rcode.NOTAUTH, EdnsAnswer.NONE);
        }
        if (query.dnsClass() != Query.CLASS_IN) {
            return query.dnsClass() == Query.CLASS_CH ? chaos(query, stream) : refuseForeign(query);
        }
        int type = query.type();
        if (type == RecordType.NXNAME.number()) {
            return refuse(query, Rcode.FORMERR, EdnsAnswer.INVALID_TYPE);
        }
        if (RecordType.isUnanswerable(type)) {
            return refuse(query, type == RecordType.OPT.number() ? Rcode.FORMERR : Rcode.NOTIMP, EdnsAnswer.NONE);
        }
        if (type == RecordType.AXFR.number() || type == RecordType.IXFR.number()) {
            return refuse(query, Rcode.REFUSED, EdnsAnswer.NONE);
        }
        boolean address = type == RecordType.A.number() || type == RecordType.AAAA.number();
        SteeredNode chosen = address ? steered.find(query.name()) : null;
        if (chosen != null) {
            return finish(query, chosen.answer(query, room(query, stream)));
        }
        Authority zone = zoneOf(query);
        return zone == null ? refuseForeign(query) : by(zone, query, stream);
    }

    private int by(Authority zone, Query query, boolean stream) {
        query.answeredBy(zone);
        int end = zone.answer(query, room(query, stream, zone.payload()), stream);
        return switch (end) {
            case Authority.NOT_MINE -> refuseForeign(query);
            case Authority.LATER -> LATER;
            case Authority.NOT_NOW -> failed(query);
            default -> finish(query, end);
        };
    }

    private @Nullable Authority zoneOf(Query query) {
        Authority zone = origins.closest(query.name(), 0);
        if (zone != null && query.type() == RecordType.DS.number()) {
            // Of a zone's origin the DS records stand in the zone above (RFC 4035 section 3.1.4.1).
            boolean atOrigin = zone.origin().length() == query.name().length();
            Authority parent = atOrigin && query.name().labels() > 0 ? origins.closest(query.name(), 1) : null;
            return parent == null ? zone : parent;
        }
        return zone;
    }

    private int room(Query query, boolean stream) {
        return room(query, stream, identity.payload());
    }

    private int room(Query query, boolean stream, int payload) {
        EdnsQuery asked = query.edns();
        int limit =
                stream ? Query.LONGEST : asked.isPresent() ? Math.min(asked.payload(), payload) : Query.PLAIN_PAYLOAD;
        return limit - query.questionEnd() - edns.size(query, EdnsAnswer.NONE);
    }

    private int finish(Query query, int end) {
        if (end < 0) {
            byte bits = query.bytes()[2]; // of an answer where they say so, else still of the query
            int bare = bare(query, Rcode.NOERROR);
            query.bytes()[2] |= (byte) (TRUNCATED | (bits < 0 ? bits & AUTHORITATIVE : 0));
            return edns.write(query, bare, Rcode.NOERROR, EdnsAnswer.NONE);
        }
        return edns.write(query, end, Rcode.NOERROR, EdnsAnswer.NONE);
    }

    private int chaos(Query query, boolean stream) {
        int end = chaos.answer(query, room(query, stream));
        return end == 0 ? refuseForeign(query) : finish(query, end);
    }

    private int refuseForeign(Query query) {
        return refuse(query, Rcode.REFUSED, EdnsAnswer.NOT_AUTHORITATIVE);
    }

    private int refuse(Query query, int rcode, int error) {
        return edns.write(query, bare(query, rcode), rcode, error);
    }

    /** A header and the question as far as it was read. RD and CD stay as they came, all other bits are ours. */
    private static int bare(Query query, int rcode) {
        byte[] m = query.bytes();
        int end = query.questionEnd();
        m[2] = (byte) (0x80 | (m[2] & 0x79));
        m[3] = (byte) ((m[3] & 0x10) | (rcode & 0xf));
        Arena.U64.set(m, 4, end > Query.HEADER ? 1L << 48 : 0);
        return end;
    }
}
