package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.guard.Desk;
import dev.drover.dns.message.Query;
import dev.drover.wire.datagram.Peer;
import dev.drover.wire.framed.Conversation;
import dev.drover.wire.framed.FrameHandler;
import dev.drover.wire.framed.FrameSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
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
        query.canWait(true);
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
        if (size == Answers.LATER && query.awaited() != null) {
            await(query.awaited(), length, with);
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

    /** Answers when somebody far away has told what is asked for; what this client asks meanwhile waits its turn. */
    private void await(CompletableFuture<Void> done, int length, Conversation with) {
        byte[] asked = Arrays.copyOf(query.bytes(), length);
        with.send(new FrameSource() {
            private boolean isAnswered;

            @Override
            public int next(byte[] buffer) {
                if (!done.isDone()) {
                    return LATER;
                }
                if (isAnswered) {
                    return -1;
                }
                isAnswered = true;
                return answer(asked, with);
            }
        });
        var _ = done.whenComplete((_, _) -> with.wake());
    }

    private int answer(byte[] asked, Conversation with) {
        System.arraycopy(asked, 0, query.bytes(), 0, asked.length);
        peer.set(with.client());
        query.from(peer.high(), peer.low());
        desk.begin(query);
        Answers now = answers.get();
        int size = now.answer(query, asked.length, true);
        tally.count(query, size, now);
        desk.pass(query);
        desk.sign(query);
        return size;
    }
}
