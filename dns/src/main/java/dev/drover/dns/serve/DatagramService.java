package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import dev.drover.wire.datagram.Responder;
import java.util.function.Supplier;

/** Answers datagrams of one thread by whatever answers are in force. */
final class DatagramService implements Responder {
    private final Query query = new Query();
    private final Supplier<Answers> answers;
    private final Aside aside;

    DatagramService(Supplier<Answers> answers, Aside aside) {
        this.answers = answers;
        this.aside = aside;
    }

    @Override
    public byte[] buffer() {
        return query.bytes();
    }

    @Override
    public int respond(int length, Peer peer) {
        query.from(peer.high(), peer.low());
        Answers now = answers.get();
        int size = now.answerOrLeave(query, length, false);
        return size == Answers.LEFT ? aside.respond(query, length, now) : size;
    }
}
