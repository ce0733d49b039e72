package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.wire.framed.Conversation;

/** Port: takes what is no ordinary query: transfers, notifications, and whatever is signed. Quick; used by all threads. */
public interface Aside {
    /** Nothing such is served. */
    Aside REFUSING = new Aside() {
        @Override
        public int respond(Query query, int length, Answers answers) {
            return answers.answer(query, length, false);
        }

        @Override
        public void respond(Query query, int length, Answers answers, Conversation with) {
            with.send(query.bytes(), answers.answer(query, length, true));
        }
    };

    /**
     * Answers a datagram in the place of its query.
     *
     * @return bytes of the answer; 0 when there must be none
     */
    int respond(Query query, int length, Answers answers);

    /** Answers a message of a stream. */
    void respond(Query query, int length, Answers answers, Conversation with);
}
