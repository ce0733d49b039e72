package dev.drover.wire.datagram;

/**
 * Who answers datagrams; used by one thread. It takes several before it answers the first: what the answers need of memory can be on its
 * way at the same time.
 */
public interface Responder {
    /** The longest datagram that is taken; longer ones are dropped. Answers are no longer either. */
    int LONGEST = 4096;

    /** How many datagrams it has room for, at least 1; always the same. */
    int seats();

    /** Where a datagram is put and its answer is taken from, at least {@link #LONGEST} bytes; always the same for a seat. */
    byte[] buffer(int seat);

    /**
     * Takes the first {@code length} bytes of a buffer as a datagram.
     *
     * @param peer who asks; good until this returns
     */
    void take(int seat, int length, Peer peer);

    /** So many were taken, at least one, from seat 0 on; now each is answered. */
    void prepare(int taken);

    /**
     * Answers what it took there last, in its place.
     *
     * @return bytes of the answer; 0 for none
     */
    int respond(int seat);
}
