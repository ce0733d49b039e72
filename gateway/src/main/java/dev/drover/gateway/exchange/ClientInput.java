package dev.drover.gateway.exchange;

import dev.drover.http.body.Body;
import dev.drover.http.head.Head;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.head.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a client connection: the present head, where its body ends, and the bytes that came before anybody could use
 * them (pipelined requests, a body nobody reads yet).
 */
final class ClientInput {
    private final RequestHead head;
    private final Body body = new Body();
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private boolean ended;

    ClientInput(HeadLimits limits) {
        this.head = new RequestHead(limits);
    }

    RequestHead head() {
        return head;
    }

    Body body() {
        return body;
    }

    /** Keeps the bytes, and releases them if nobody takes them. */
    void hold(ByteBuf in) {
        held.addLast(in);
    }

    boolean holdsNothing() {
        return held.isEmpty();
    }

    /** The next bytes, which the caller takes over; null if there are none. */
    @Nullable
    ByteBuf next() {
        return held.pollFirst();
    }

    /** What is left of the bytes that were taken last. Takes them over. */
    void putBack(ByteBuf rest) {
        held.addFirst(rest);
    }

    void release() {
        for (ByteBuf one = held.pollFirst(); one != null; one = held.pollFirst()) {
            one.release();
        }
    }

    /**
     * Reads more of a head from what is held.
     *
     * @param output gets the memory that a complete head came in
     */
    Head.Progress readHead(ByteBuf in, ClientOutput output) {
        Head.Progress progress = head.read(in);
        if (in.isReadable()) {
            held.addFirst(in);
        } else if (progress == Head.Progress.DONE) {
            output.reuse(in);
        } else {
            in.release();
        }
        return progress;
    }

    /** A body begins as the head says (RFC 9112 section 6.3). */
    void frameBody() {
        if (head.isChunked()) {
            body.chunked();
        } else {
            body.length(Math.max(0, head.contentLength()));
        }
    }

    /** The client has half-closed. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Switches reading on or off. At the end there is nothing to read, and epoll refuses to be asked for it again. */
    void read(ChannelConfig of, boolean wanted) {
        if (!ended && of.isAutoRead() != wanted) {
            of.setAutoRead(wanted);
        }
    }
}
