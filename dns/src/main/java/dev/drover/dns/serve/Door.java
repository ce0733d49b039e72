package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;

/** An address on which DNS is served, whatever carries it. */
public interface Door extends AutoCloseable {
    /** In force for every query that is taken up from now on. */
    void serve(Answers next);

    int port();

    /** Takes nothing more. */
    @Override
    void close();
}
