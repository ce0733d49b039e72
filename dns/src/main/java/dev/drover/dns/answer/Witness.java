package dev.drover.dns.answer;

import dev.drover.dns.message.Query;

/** Port: is told who asked for a name below a beacon. Called by threads that answer; must be quick, and never wait. */
public interface Witness {
    /** It was answered. */
    void asked(Query query);

    /** Takes no notice. */
    static Witness none() {
        return query -> {};
    }
}
