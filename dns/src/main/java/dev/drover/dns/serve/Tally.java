package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Answering;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.sample.Sampler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one thread counts. It alone writes, so that counting is an addition in memory that no other thread writes; others read at any
 * time (opaque access: each number is one that was, none is torn).
 */
final class Tally {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** Types that are told apart; the rest is one. */
    private static final List<RecordType> TYPES = List.of(
            RecordType.A,
            RecordType.AAAA,
            RecordType.SRV,
            RecordType.TXT,
            RecordType.MX,
            RecordType.NS,
            RecordType.SOA,
            RecordType.PTR,
            RecordType.CNAME,
            RecordType.CAA,
            RecordType.HTTPS,
            RecordType.SVCB,
            RecordType.DS,
            RecordType.DNSKEY,
            RecordType.ANY);

    private static final int OTHER = TYPES.size();
    private static final byte[] COLUMN_OF_TYPE = columns();

    private static final int BADVERS = 15;
    private static final int WIDTH = Rcode.WORDED;
    private static final int TRUNCATED_BIT = 0x02;

    private final Figures.Transport transport;
    private final Sampler sampler;
    private final Counts nobody = new Counts();
    private final Map<DnsName, Counts> zones = new ConcurrentHashMap<>();
    /** The same by who answers, which is found sooner: those of the last generation. Of the thread alone, as is the next. */
    private final IdentityHashMap<Answering, Counts> known = new IdentityHashMap<>();

    private @Nullable Answers generation;

    private final long[] rcodes = new long[WIDTH];
    private final long[] rest = new long[2];

    Tally(Figures.Transport transport, Sampler sampler) {
        this.sampler = sampler;
        this.transport = transport;
    }

    /** Of one zone: rows of types, columns of codes. */
    private static final class Counts {
        private final long[] cells = new long[(OTHER + 1) * WIDTH];
        private final Map<String, long[]> steps = new ConcurrentHashMap<>();
    }

    private static byte[] columns() {
        var columns = new byte[RecordType.CAA.number() + 1];
        for (int i = 0; i < columns.length; i++) {
            int at = TYPES.indexOf(RecordType.of(i));
            columns[i] = (byte) (at < 0 ? OTHER : at);
        }
        return columns;
    }

    private static void add(long[] cells, int at) {
        CELL.setOpaque(cells, at, (long) CELL.getOpaque(cells, at) + 1);
    }

    /**
     * Counts a query and its answer.
     *
     * @param size of the answer; 0 for none
     * @param answers that were in force for it
     */
    @SuppressWarnings("ReferenceEquality") // generations are told apart by who they are
    void count(Query query, int size, Answers answers) {
        if (generation != answers) {
            generation = answers;
            known.clear();
        }
        if (size == 0) {
            add(rest, 1);
            return;
        }
        byte[] answer = query.bytes();
        int rcode = query.edns().version() == 0 ? answer[3] & 0xf : BADVERS;
        int type = query.type();
        int row = type < COLUMN_OF_TYPE.length ? COLUMN_OF_TYPE[type] : OTHER;
        Answering by = query.answeredBy();
        Counts counts = by == null ? nobody : of(by);
        add(counts.cells, row * WIDTH + rcode);
        add(rcodes, rcode);
        if ((answer[2] & TRUNCATED_BIT) != 0) {
            add(rest, 0);
        }
        String step = query.decidedBy();
        if (!step.isEmpty()) {
            decided(counts, step);
        }
        sampler.see(query, size);
    }

    private Counts of(Answering by) {
        Counts counts = known.get(by);
        if (counts == null) {
            counts = zones.computeIfAbsent(by.origin(), o -> new Counts());
            known.put(by, counts);
        }
        return counts;
    }

    private static void decided(Counts counts, String step) {
        long[] cell = counts.steps.get(step);
        if (cell == null) {
            cell = new long[1];
            counts.steps.put(step, cell);
        }
        add(cell, 0);
    }

    void answered(ObjLongConsumer<Figures.Answered> to) {
        answered("", nobody, to);
        zones.forEach((origin, counts) -> answered(name(origin), counts, to));
    }

    private void answered(String zone, Counts counts, ObjLongConsumer<Figures.Answered> to) {
        for (int i = 0; i < counts.cells.length; i++) {
            long count = (long) CELL.getOpaque(counts.cells, i);
            if (count > 0) {
                int row = i / WIDTH;
                String type = row == OTHER ? "other" : TYPES.get(row).toString();
                to.accept(new Figures.Answered(zone, type, Rcode.word(i % WIDTH), transport), count);
            }
        }
    }

    void decided(ObjLongConsumer<Figures.Decided> to) {
        zones.forEach((origin, counts) -> new HashMap<>(counts.steps)
                .forEach((step, cell) ->
                        to.accept(new Figures.Decided(name(origin), step), (long) CELL.getOpaque(cell, 0))));
    }

    private static String name(DnsName origin) {
        String text = origin.toString();
        return text.length() == 1 ? text : text.substring(0, text.length() - 1);
    }

    void byRcode(ObjLongConsumer<String> to) {
        for (int i = 0; i < WIDTH; i++) {
            long count = (long) CELL.getOpaque(rcodes, i);
            if (count > 0) {
                to.accept(Rcode.word(i), count);
            }
        }
    }

    long truncated() {
        return (long) CELL.getOpaque(rest, 0);
    }

    long dropped() {
        return (long) CELL.getOpaque(rest, 1);
    }
}
