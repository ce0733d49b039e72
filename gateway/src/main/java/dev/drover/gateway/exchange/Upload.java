package dev.drover.gateway.exchange;

import dev.drover.http.body.Body;
import dev.drover.http.upstream.Link;
import io.netty.buffer.ByteBuf;

/**
 * The body of a request on its way to the upstream, no larger and no slower than allowed. What another attempt may need is kept
 * until {@link #forget}.
 */
final class Upload {
    /** What passing on came to. */
    enum Result {
        /** There was nothing to pass on. */
        NOTHING,
        MOVED,
        /** The chunked coding is broken. */
        FLAWED,
        TOO_LARGE,
        TOO_SLOW
    }

    private final ClientConnection client;
    private final Rate rate;
    private final KeptBody kept;
    private boolean begun;
    private boolean repeated;
    private long movedAt;

    Upload(ClientConnection client) {
        this.client = client;
        this.rate = new Rate(client.exchange().guards());
        this.kept = new KeptBody(client.exchange().guards().replay());
    }

    /** Another request. */
    void start() {
        begun = false;
        repeated = false;
    }

    /** An attempt was connected and its head written: what an earlier one was sent follows. The rate counts from now on. */
    void connected(Link to, long now) {
        rate.start(now, client.body().content());
        if (begun) {
            repeated = true;
            to.write(kept.again());
        }
    }

    /** The upstream takes bytes again: only now does the client's rate count. */
    void resumed(long now) {
        rate.start(now, client.body().content());
    }

    /** True: some of the body was sent. */
    boolean hasBegun() {
        return begun;
    }

    /** True: some of the body was sent and cannot be sent again. */
    boolean isGone() {
        return begun && !kept.isWhole();
    }

    /** True: an upstream was sent what an earlier one had been sent, without being asked to continue. */
    boolean isRepeated() {
        return repeated;
    }

    /** No attempt will follow. */
    void forget() {
        kept.forget();
    }

    /** When bytes were moved last. */
    long movedAt() {
        return movedAt;
    }

    /**
     * Writes what is held of the body, without flushing.
     *
     * @param limit most bytes of content
     */
    Result pass(Link to, long limit) {
        ClientInput input = client.input();
        Body body = input.body();
        boolean moved = false;
        while (!body.isComplete()) {
            ByteBuf in = input.next();
            if (in == null) {
                break;
            }
            int taken = body.take(in);
            client.request().notes().addReceived(taken);
            if (body.isFlawed() || body.content() > limit) {
                in.release();
                return body.isFlawed() ? Result.FLAWED : Result.TOO_LARGE;
            }
            keep(in, taken);
            if (taken == in.readableBytes()) {
                to.write(in);
            } else {
                to.write(in.readRetainedSlice(taken));
                input.putBack(in);
            }
            moved = true;
        }
        return moved ? moved(body) : Result.NOTHING;
    }

    private void keep(ByteBuf in, int length) {
        if (!begun) {
            begun = true;
            if (client.exchange().lane().mayRepeat(client.request())) {
                kept.begin();
            }
        }
        if (kept.isWhole()) {
            kept.add(in, length, client.head().contentLength(), client.context().alloc());
        }
    }

    private Result moved(Body body) {
        movedAt = client.nanos();
        return !body.isComplete() && rate.isTooLow(movedAt, body.content()) ? Result.TOO_SLOW : Result.MOVED;
    }
}
