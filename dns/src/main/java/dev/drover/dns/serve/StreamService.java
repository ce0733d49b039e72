package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.guard.Desk;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import dev.drover.wire.framed.Conversation;
import dev.drover.wire.framed.FrameHandler;
import java.util.function.Supplier;

/** Answers the messages of streams of one loop by whatever answers are in force; in the order they came in. */
final class StreamService implements FrameHandler {
    private final Query query = new Query();
    private final Peer peer = new Peer();
    private final Supplier<Answers> answers;
    private final Aside aside;
    private final Desk desk;
    private final Tally tally;

    StreamService(Supplier<Answers> answers, DnsServer.Staff staff, Figures.Transport transport) {
        this.desk = staff.guard().desk();
        this.tally = staff.figures().open(transport);
        this.answers = answers;
        this.aside = staff.aside();
        query.edns().isPrivate(transport == Figures.Transport.TLS);
    }

    @Override
    public byte[] buffer() {
        return query.bytes();
    }

    /** What cannot be answered at all ends the connection: whoever sends it speaks something else. */
    @Override
    public void received(int length, Conversation with) {
        peer.set(with.client());
        query.from(peer.high(), peer.low());
        desk.begin(query);
        Answers now = answers.get();
        int size = now.answerOrLeave(query, length, true);
        if (size == Answers.LEFT) {
            desk.leave(query);
            aside.respond(query, length, now, with);
            return;
        }
        tally.count(query, size, now);
        if (size == 0) {
            with.close();
        } else {
            desk.pass(query);
            desk.sign(query);
            with.send(query.bytes(), size);
        }
    }
}
