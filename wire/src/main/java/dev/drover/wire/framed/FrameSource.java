package dev.drover.wire.framed;

/** Messages that are made one by one, as fast as a client takes them; used on its loop. */
public interface FrameSource {
    /** There will be one, when the conversation is woken. */
    int LATER = -2;

    /**
     * Makes the next message.
     *
     * @param buffer for it, at least 65,535 bytes
     * @return its length; -1 when there is none left; or {@link #LATER}
     */
    int next(byte[] buffer);
}
