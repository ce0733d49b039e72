package dev.drover.wire.datagram;

/** Who answers datagrams; used by one thread. */
public interface Responder {
    /** The longest datagram that is taken; longer ones are dropped. Answers are no longer either. */
    int LONGEST = 4096;

    /** Where the datagram is put and the answer is taken from, at least {@link #LONGEST} bytes; always the same. */
    byte[] buffer();

    /**
     * Answers the first {@code length} bytes of the buffer in their place.
     *
     * @param peer who asks; good until this returns
     * @return bytes of the answer; 0 for none
     */
    int respond(int length, Peer peer);
}
