package dev.drover.wire.framed;

/** Who takes the messages of all connections of one loop; used on that loop only. */
public interface FrameHandler {
    /** Where each message is put, at least 65,535 bytes; always the same. */
    byte[] buffer();

    /** Takes the message in the first {@code length} bytes of the buffer, and may send to whom it came from. */
    void received(int length, Conversation with);
}
