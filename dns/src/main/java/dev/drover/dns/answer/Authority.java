package dev.drover.dns.answer;

import dev.drover.dns.message.Answering;
import dev.drover.dns.message.Query;

/** Port: answers for all names at and below an origin that is no zone of records. Asked by many threads; must be quick. */
public interface Authority extends Answering {
    /** The answer does not fit: the client shall come by a stream. */
    int TOO_LONG = -1;
    /** It answers for this name as little as anybody here. */
    int NOT_MINE = -2;
    /** It cannot tell now. */
    int NOT_NOW = -3;

    /** It will be able to tell; {@link Query#awaited} says when. Only of a query that {@link Query#canWait can wait}. */
    int LATER = -4;

    /** The longest answer in a datagram; what the client takes counts as well. */
    int payload();

    /**
     * Puts the answer behind the question, and writes the header by {@link Query#answerWith}.
     *
     * @param room bytes that the answer may take behind the question
     * @param stream whether it came on a stream
     * @return where the message ends, or one of the above; what is too long has its header, too
     */
    int answer(Query query, int room, boolean stream);
}
