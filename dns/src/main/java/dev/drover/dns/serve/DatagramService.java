package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.guard.Desk;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import dev.drover.wire.datagram.Responder;
import java.util.function.Supplier;

/** Answers datagrams of one thread by whatever answers are in force. */
final class DatagramService implements Responder {
    private final Query query = new Query();
    private final Supplier<Answers> answers;
    private final Aside aside;
    private final Desk desk;
    private final Tally tally;

    DatagramService(Supplier<Answers> answers, DnsServer.Staff staff) {
        this.desk = staff.guard().desk();
        this.tally = staff.figures().open(Figures.Transport.UDP);
        this.answers = answers;
        this.aside = staff.aside();
    }

    @Override
    public byte[] buffer() {
        return query.bytes();
    }

    @Override
    public int respond(int length, Peer peer) {
        query.from(peer.high(), peer.low());
        desk.begin(query);
        Answers now = answers.get();
        int size = now.answerOrLeave(query, length, false);
        if (size == Answers.LEFT) {
            desk.leave(query);
            size = aside.respond(query, length, now);
        } else {
            tally.count(query, size, now);
        }
        return size == 0 ? 0 : guarded(now, size);
    }

    private int guarded(Answers now, int size) {
        int sent = switch (desk.judge(query)) {
            case SEND -> size;
            case SLIP -> now.truncated(query);
            case DROP -> 0;
        };
        desk.sign(query);
        return sent;
    }
}
