package dev.drover.dns.serve;

import dev.drover.dns.answer.Ahead;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.guard.Desk;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import dev.drover.wire.datagram.Responder;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Answers datagrams of one thread by whatever answers are in force. Several are read before the first is answered, and what they need of
 * memory is fetched for all of them side by side: waiting for it one by one would take longer than all else that is done here.
 */
final class DatagramService implements Responder {
    private static final System.Logger LOG = System.getLogger(DatagramService.class.getName());
    /** Between two words about failures, nanoseconds. */
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private static final int SEATS = 32;
    /** Of a query and of an answer, which may have to be cut to be short enough. */
    private static final int ROOM = 2 * LONGEST;

    private final Query[] queries = new Query[SEATS];
    private final Query.Verdict[] read = new Query.Verdict[SEATS];
    private final int[] lengths = new int[SEATS];
    /** Whom a positive answer counts for. */
    private final long[] accounts = new long[SEATS];

    private final Supplier<Answers> answers;
    private final Aside aside;
    private final Desk desk;
    private final Tally tally;
    private final Ahead ahead = new Ahead(SEATS);
    /** In force for those that were taken last. */
    private Answers now = Answers.NONE;

    private long time;
    private long failures;
    private long blamed;

    DatagramService(Supplier<Answers> answers, DnsServer.Staff staff) {
        Arrays.setAll(queries, _ -> new Query(ROOM));
        this.desk = staff.guard().desk();
        this.tally = staff.figures().open(Figures.Transport.UDP);
        this.answers = answers;
        this.aside = staff.aside();
    }

    @Override
    public int seats() {
        return SEATS;
    }

    @Override
    public byte[] buffer(int seat) {
        return queries[seat].bytes();
    }

    @Override
    public void take(int seat, int length, Peer peer) {
        Query query = queries[seat];
        query.from(peer.high(), peer.low());
        desk.begin(query);
        lengths[seat] = length;
        read[seat] = Answers.read(query, length, false);
        accounts[seat] = read[seat] == Query.Verdict.SOUND ? desk.account(query) : Desk.UNKNOWN;
    }

    @Override
    public void prepare(int taken) {
        time = desk.now();
        desk.fetch(accounts, taken);
        now = answers.get();
        ahead.fetch(now, queries, read, taken);
    }

    @Override
    public int respond(int seat) {
        Query query = queries[seat];
        try {
            return answered(seat, query);
        } catch (RuntimeException e) {
            // The thread has others to answer, and this one is told that it is not him.
            blame(e);
            return now.failed(query);
        } finally {
            query.forget();
        }
    }

    private int answered(int seat, Query query) {
        int size = now.answerOrLeave(query, read[seat], false);
        if (size == Answers.LEFT) {
            desk.leave(query);
            size = aside.respond(query, lengths[seat], now);
        } else {
            tally.count(query, size, now);
        }
        return size == 0 ? 0 : guarded(query, accounts[seat], size);
    }

    private void blame(RuntimeException e) {
        failures++;
        if (failures == 1 || time - blamed >= PAUSE) {
            blamed = time;
            LOG.log(
                    System.Logger.Level.ERROR,
                    failures + " queries found no answer by a mistake of ours, the last one:",
                    e);
        }
    }

    private int guarded(Query query, long account, int size) {
        int sent = switch (desk.judge(query, account, time)) {
            case SEND -> size;
            case SLIP -> now.truncated(query);
            case DROP -> 0;
        };
        desk.sign(query);
        return sent;
    }
}
