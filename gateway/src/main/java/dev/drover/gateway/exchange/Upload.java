package dev.drover.gateway.exchange;

import dev.drover.http.body.Body;
import dev.drover.http.upstream.Link;
import io.netty.buffer.ByteBuf;

/** The body of a request on its way to the upstream, no larger and no slower than allowed. */
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
    private boolean begun;
    private long movedAt;

    Upload(ClientConnection client) {
        this.client = client;
        this.rate = new Rate(client.exchange().guards());
    }

    /** Another request. */
    void start() {
        begun = false;
    }

    /** An attempt was connected: the rate counts from now on. */
    void connected(long now) {
        rate.start(now);
    }

    /** The upstream takes bytes again: only now does the client's rate count. */
    void resumed(long now) {
        rate.pause(now, client.body().content());
    }

    /** True: bytes of the body are gone. */
    boolean hasBegun() {
        return begun;
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

    private Result moved(Body body) {
        begun = true;
        movedAt = client.nanos();
        return !body.isComplete() && rate.isTooLow(movedAt, body.content()) ? Result.TOO_SLOW : Result.MOVED;
    }
}
