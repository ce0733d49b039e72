package dev.drover.gateway.exchange;

/**
 * What a client connection is at.
 *
 * <pre>
 *           first byte         head            Continue
 *   IDLE -------------> HEAD -------> DECIDE -----------> FORWARD --101--> TUNNEL
 *    ^                   | flaw         | Respond            | last byte
 *    +-------------------|--------------+--------------------+
 *                        v              v                    v   (when the connection cannot be kept)
 *                      LINGER: written, waits for the client to close
 * </pre>
 */
enum ClientState {
    IDLE,
    HEAD,
    DECIDE,
    FORWARD,
    TUNNEL,
    LINGER,
    CLOSED;

    /** A head is read, or waited for. */
    boolean readsHead() {
        return this == IDLE || this == HEAD;
    }
}
