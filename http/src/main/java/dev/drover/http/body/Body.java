package dev.drover.http.body;

import io.netty.buffer.ByteBuf;

/** Where the body that is being received ends (RFC 9112 section 6.3). Reused from message to message. */
public final class Body {
    /** What marks the end. */
    public enum End {
        /** There is no body. */
        NONE,
        LENGTH,
        CHUNKED,
        /** The connection's end; responses only. */
        CLOSE
    }

    /** What has become of it. */
    public enum State {
        OPEN,
        COMPLETE,
        FLAWED
    }

    private final Chunks chunks = new Chunks();
    private End end = End.NONE;
    private State state = State.COMPLETE;
    private long left;
    private long content;

    public void none() {
        begin(End.NONE);
        state = State.COMPLETE;
    }

    public void length(long length) {
        begin(length == 0 ? End.NONE : End.LENGTH);
        left = length;
        state = length == 0 ? State.COMPLETE : State.OPEN;
    }

    public void chunked() {
        begin(End.CHUNKED);
        chunks.start();
    }

    public void untilClose() {
        begin(End.CLOSE);
    }

    private void begin(End kind) {
        end = kind;
        state = State.OPEN;
        content = 0;
        left = 0;
    }

    /**
     * How many of the readable bytes belong to the body. Moves nothing: the caller takes that many. If the body is flawed, what
     * came before the flaw belongs to it and nothing after it has a meaning.
     */
    public int take(ByteBuf in) {
        if (state != State.OPEN) {
            return 0;
        }
        int readable = in.readableBytes();
        return switch (end) {
            case NONE -> 0;
            case CLOSE -> {
                content += readable;
                yield readable;
            }
            case LENGTH -> takeLength(readable);
            case CHUNKED -> takeChunks(in);
        };
    }

    private int takeLength(int readable) {
        int taken = (int) Math.min(left, readable);
        left -= taken;
        content += taken;
        if (left == 0) {
            state = State.COMPLETE;
        }
        return taken;
    }

    private int takeChunks(ByteBuf in) {
        int taken = chunks.scan(in);
        content = chunks.content();
        state = chunks.state();
        return taken;
    }

    /** Instead of {@link #take}, for bytes that all belong to a chunked body: leaves its content only in the buffer. */
    public void strip(ByteBuf in) {
        chunks.strip(in);
        content = chunks.content();
        state = chunks.state();
    }

    /** The connection ended. True: that was the end of the body. */
    public boolean closed() {
        if (state == State.OPEN && end == End.CLOSE) {
            state = State.COMPLETE;
        }
        return state == State.COMPLETE;
    }

    public End end() {
        return end;
    }

    public State state() {
        return state;
    }

    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    public boolean isFlawed() {
        return state == State.FLAWED;
    }

    /** Bytes of content so far, without what frames chunks. */
    public long content() {
        return content;
    }
}
