package dev.drover.wire.framed;

import java.net.InetSocketAddress;

/** A connection as it is seen by who answers. To be used on its loop, unless said otherwise. */
public interface Conversation {
    InetSocketAddress client();

    /**
     * Sends a message, which is copied. What the client does not take is held; while it holds much, no further message of this client
     * is given out.
     *
     * @param length 0 to 65,535 bytes of {@code bytes}
     */
    void send(byte[] bytes, int length);

    /** Sends message after message as the client takes them; nothing else of this client is given out meanwhile. */
    void send(FrameSource source);

    /** Asks a source that had to wait again; from any thread. */
    void wake();

    /** Ends it after what was sent. */
    void close();
}
