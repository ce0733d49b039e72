package dev.drover.observe.counter.net;

/**
 * A TCP connection and what its sender was held up by since it was opened ({@code struct tcp_info}; times in microseconds).
 *
 * @param id never used twice by a kernel
 * @param unread bytes that its own program has not read
 * @param unsent bytes that its own program has written and the peer has not acknowledged
 * @param busy time in which there was something to send
 * @param peerLimited of that, the peer's window was full
 * @param bufferLimited of that, the own send buffer was full
 * @param retransmitted segments sent again
 * @param sent segments with data
 * @param roundTrip smoothed; {@code leastRoundTrip} the shortest seen
 * @param deliveryRate bytes a second that reached the peer lately
 * @param programLimited whether that was all the program wrote
 * @param acknowledged bytes that the peer has
 */
public record Connection(
        String id,
        String address,
        int port,
        String peer,
        int peerPort,
        String state,
        long unread,
        long unsent,
        long inode,
        long busy,
        long peerLimited,
        long bufferLimited,
        long retransmitted,
        long sent,
        long roundTrip,
        long leastRoundTrip,
        long deliveryRate,
        boolean programLimited,
        long acknowledged,
        String owner) {
    /** Such as {@code 10.0.0.7:5432}. */
    public String peerName() {
        return Sockets.name(peer, peerPort);
    }

    Connection ownedBy(String who) {
        return new Connection(
                id,
                address,
                port,
                peer,
                peerPort,
                state,
                unread,
                unsent,
                inode,
                busy,
                peerLimited,
                bufferLimited,
                retransmitted,
                sent,
                roundTrip,
                leastRoundTrip,
                deliveryRate,
                programLimited,
                acknowledged,
                who);
    }
}
