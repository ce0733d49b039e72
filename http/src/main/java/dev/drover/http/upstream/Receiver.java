package dev.drover.http.upstream;

import dev.drover.http.head.ResponseHead;
import io.netty.buffer.ByteBuf;

/** Who sent a request and is told of its response, on the loop. After {@link #failed} or a last piece, nothing more comes. */
public interface Receiver {
    /** A response with status 1xx except 101; the head is valid during the call. */
    void interim(ResponseHead head);

    /**
     * The response's head, valid until the link is given back.
     *
     * @param first the first bytes of the body, perhaps none; the receiver releases it. Before its reader index the memory is
     *     free to be written as far as it is the receiver's alone
     * @param last nothing follows
     */
    void head(ResponseHead head, ByteBuf first, boolean last);

    /** The next bytes of the body; the receiver releases them. */
    void body(ByteBuf bytes, boolean last);

    /** Bytes behind a 101 response; the receiver releases them. */
    void tunnelled(ByteBuf bytes);

    /** Behind a 101 response the upstream has ended its writing half; what is written to it still arrives. */
    void finished();

    /** What was read is passed on: time to flush. */
    void readComplete();

    /** The link's writability changed. */
    void writable(boolean now);

    /** The response ends here; the link closes itself. An upgraded connection that ends reports {@link Fault#RESET}, too. */
    void failed(Fault fault);
}
