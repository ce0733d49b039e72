package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Patience;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Routed;
import dev.drover.gateway.stage.Timeline;
import dev.drover.gateway.stage.Upstream;
import dev.drover.http.body.Body;
import dev.drover.http.head.ResponseHead;
import dev.drover.http.upstream.Fault;
import dev.drover.http.upstream.Link;
import dev.drover.http.upstream.Pool;
import dev.drover.http.upstream.Receiver;
import dev.drover.http.upstream.Taker;
import dev.drover.plane.Evidence;
import dev.drover.wire.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request to an upstream and of its response back; one object per client connection. An attempt that fails before
 * anything of a response was passed on may be followed by another one: the lane decides.
 */
final class Forward implements Taker, Receiver {
    private final ClientConnection client;
    private final Timer total = new Total();
    private Pool.@Nullable Waiting waiting;
    private @Nullable Link link;
    /** Something of the request was written to the present link. */
    private boolean sent;
    /** Bytes of the body are gone. */
    private boolean bodySent;
    /** Something of the final response was passed on. */
    private boolean responded;

    private boolean unflushed;
    private final Rate rate;
    private final Delivery delivery;

    Forward(ClientConnection client) {
        this.client = client;
        this.delivery = new Delivery(client);
        this.rate = new Rate(client.exchange().guards());
    }

    /** The first attempt. */
    void start() {
        bodySent = false;
        responded = false;
        Routed routed = routed();
        if (client.head().contentLength() > routed.requestSize()) {
            tooLarge();
            return;
        }
        if (patience().total() > 0) {
            client.timers().armAt(total, client.nanos() + patience().total() * 1_000_000);
        }
        attempt();
    }

    private Routed routed() {
        Routed routed = notes().routed();
        if (routed == null) {
            throw new IllegalStateException("no route was chosen");
        }
        return routed;
    }

    private Patience patience() {
        Patience patience = notes().patience();
        if (patience == null) {
            throw new IllegalStateException("no time limits were chosen");
        }
        return patience;
    }

    private Notes notes() {
        return client.request().notes();
    }

    private void attempt() {
        sent = false;
        Upstream to = notes().upstream();
        if (!(to instanceof Reach reach)) {
            throw new IllegalStateException("no upstream was chosen");
        }
        notes().attempted();
        waiting = reach.pool().take(this, patience().connect());
        if (waiting != null) {
            notes().timeline().enter(Timeline.State.CONNECT, client.nanos());
            client.adjustReading();
        }
    }

    @Override
    public void taken(Link taken) {
        waiting = null;
        link = taken;
        taken.begin(this, client.head().method().equals("HEAD"), client.head().upgrade() >= 0);
        ByteBuf text = client.exchange().scratch();
        client.exchange()
                .requests()
                .write(client.request(), client.head(), client.peer(), client.door(), routed(), text);
        taken.write(client.output().copy(text));
        sent = true;
        unflushed = true;
        long now = client.nanos();
        notes().timeline().enter(Timeline.State.UPSTREAM, now);
        rate.start(now);
        requestGoesOn(now);
        pump();
        flush();
        client.adjustReading();
    }

    private void requestGoesOn(long now) {
        boolean waitsForHead = client.body().isComplete() && !responded;
        client.silence(now, waitsForHead ? patience().head() : patience().idle());
    }

    @Override
    public void notTaken(Fault fault, String detail) {
        waiting = null;
        switch (fault) {
            case FULL, WAITED -> {
                notes().upstream();
                stop();
                client.respond(client.exchange().lane().problem(client.request(), 503, fault.words()));
            }
            case CONNECT, RESET, GARBAGE -> attemptFailed(Evidence.Failure.CONNECT);
        }
    }

    /** Passes on what is held of the request's body. */
    void pump() {
        Link to = link;
        Body body = client.body();
        if (to == null || body.isComplete()) {
            client.adjustReading();
            return;
        }
        boolean moved = false;
        while (!body.isComplete() && !client.held().isEmpty()) {
            ByteBuf in = client.held().pollFirst();
            int taken = body.take(in);
            notes().addReceived(taken);
            if (body.isFlawed() || body.content() > routed().requestSize()) {
                in.release();
                badBody(body.isFlawed());
                return;
            }
            if (taken == in.readableBytes()) {
                to.write(in);
            } else {
                to.write(in.readRetainedSlice(taken));
                client.held().addFirst(in);
            }
            moved = true;
        }
        if (moved) {
            bodySent = true;
            unflushed = true;
            long now = client.nanos();
            requestGoesOn(now);
            if (!body.isComplete() && rate.isTooLow(now, body.content())) {
                tooSlow();
                return;
            }
        }
        client.adjustReading();
    }

    void flush() {
        Link to = link;
        if (unflushed && to != null) {
            unflushed = false;
            to.flush();
        }
    }

    boolean wantsBytes() {
        Link to = link;
        boolean open = client.state() == ClientConnection.State.TUNNEL
                || !client.body().isComplete();
        return open
                ? to != null && to.isWritable() && client.held().isEmpty()
                : client.held().isEmpty();
    }

    private void badBody(boolean flawed) {
        stop();
        notes().end(Notes.End.CLIENT_GONE);
        if (responded) {
            client.close();
        } else if (flawed) {
            client.respond(client.exchange().lane().problem(client.request(), 400, "the chunked coding is not valid"));
        } else {
            tooLarge();
        }
    }

    private void tooSlow() {
        stop();
        notes().end(Notes.End.TIMED_OUT);
        if (responded) {
            client.close();
        } else {
            client.respond(client.exchange().lane().problem(client.request(), 408, "the body comes too slowly"));
        }
    }

    private void tooLarge() {
        client.respond(client.exchange().lane().problem(client.request(), 413, "the body is larger than allowed"));
    }

    @Override
    public void interim(ResponseHead head) {
        boolean wanted = head.status() != 100 || client.head().expectsContinue();
        if (wanted && client.head().minorVersion() == 1) {
            ByteBuf text = client.exchange().scratch();
            client.exchange().responses().interim(head, text);
            client.output().send(text);
            client.output().flush();
        }
    }

    @Override
    public void head(ResponseHead head, ByteBuf first, boolean last) {
        int status = head.status();
        if (status >= 500 && client.exchange().lane().refuses(client.request(), status, replay())) {
            first.release();
            leaveLink(last);
            attempt();
            return;
        }
        if (status < 500) {
            client.exchange().lane().answered(client.request(), status);
        }
        responded = true;
        notes().status(status);
        long now = client.nanos();
        notes().timeline().enter(Timeline.State.STREAM, now);
        if (status == 101) {
            delivery.upgrade(head);
            client.tunnel();
            fromUpstream(first);
            passHeld();
        } else {
            delivery.begin(head, linked().body().end(), first, last);
            afterPiece(last);
        }
    }

    private Link linked() {
        Link present = link;
        if (present == null) {
            throw new IllegalStateException("there is no link");
        }
        return present;
    }

    @Override
    public void body(ByteBuf bytes, boolean last) {
        delivery.pass(bytes, last);
        afterPiece(last);
    }

    private void afterPiece(boolean last) {
        if (last) {
            done();
        } else {
            keepPace();
        }
    }

    private void keepPace() {
        client.silence(client.nanos(), patience().idle());
        if (!client.context().channel().isWritable()) {
            linked().read(false);
        }
    }

    private void done() {
        client.timers().disarm(total);
        Link used = linked();
        link = null;
        if (client.body().isComplete()) {
            used.release();
        } else {
            used.abandon();
        }
        client.ended(delivery.closes() || !client.body().isComplete());
    }

    private void leaveLink(boolean reusable) {
        Link left = link;
        link = null;
        if (left != null) {
            if (reusable && client.body().isComplete()) {
                left.release();
            } else {
                left.abandon();
            }
        }
    }

    private Replay replay() {
        if (responded || bodySent) {
            return Replay.IMPOSSIBLE;
        }
        return sent ? Replay.POSSIBLE : Replay.NOTHING_SENT;
    }

    @Override
    public void failed(Fault fault) {
        link = null;
        if (client.state() == ClientConnection.State.TUNNEL) {
            tunnelEnds();
            return;
        }
        attemptFailed(fault == Fault.GARBAGE ? Evidence.Failure.GARBAGE : Evidence.Failure.RESET);
    }

    private void attemptFailed(Evidence.Failure failure) {
        attemptFailed(failure, replay());
    }

    private void attemptFailed(Evidence.Failure failure, Replay replay) {
        switch (client.exchange().lane().failed(client.request(), failure, replay)) {
            case Outcome.Continue c -> {
                if (replay == Replay.IMPOSSIBLE) {
                    breakOff(failure);
                } else {
                    attempt();
                }
            }
            case Outcome.Respond r -> {
                stop();
                if (responded) {
                    breakOff(failure);
                } else {
                    client.respond(r.answer());
                }
            }
            case Outcome.Await a -> throw new IllegalStateException("a failed attempt cannot wait");
        }
    }

    /** The client has a part of the response: only the connection's end can tell it that the rest will not come. */
    private void breakOff(Evidence.Failure failure) {
        stop();
        notes().end(failure == Evidence.Failure.TIMEOUT ? Notes.End.TIMED_OUT : Notes.End.UPSTREAM_GONE);
        client.close();
    }

    /** Lets go of the upstream. */
    private void stop() {
        client.timers().disarm(total);
        client.quiet();
        Pool.Waiting wait = waiting;
        waiting = null;
        if (wait != null) {
            wait.cancel();
        }
        Link left = link;
        link = null;
        if (left != null) {
            left.abandon();
        }
    }

    /** The client is gone. */
    void cancel() {
        stop();
        client.timers().drop(total);
    }

    /** Silence for too long. */
    void expired() {
        if (client.state() == ClientConnection.State.TUNNEL) {
            notes().end(Notes.End.TIMED_OUT);
            stop();
            client.close();
        } else if (link != null) {
            leaveLink(false);
            attemptFailed(Evidence.Failure.TIMEOUT);
        }
    }

    @Override
    public void readComplete() {
        client.output().flush();
    }

    @Override
    public void writable(boolean now) {
        if (now) {
            rate.pause(client.nanos(), client.body().content());
        }
        client.adjustReading();
    }

    void clientWritable(boolean now) {
        Link from = link;
        if (from != null) {
            from.read(now);
        }
    }

    @Override
    public void tunnelled(ByteBuf bytes) {
        fromUpstream(bytes);
    }

    private void fromUpstream(ByteBuf bytes) {
        if (bytes.isReadable()) {
            delivery.write(bytes);
        } else {
            bytes.release();
        }
        keepPace();
    }

    void toUpstream(ByteBuf bytes) {
        notes().addReceived(bytes.readableBytes());
        linked().write(bytes);
        unflushed = true;
        client.silence(client.nanos(), patience().idle());
        client.adjustReading();
    }

    private void passHeld() {
        for (ByteBuf early = client.held().pollFirst();
                early != null;
                early = client.held().pollFirst()) {
            toUpstream(early);
        }
        flush();
        client.adjustReading();
    }

    void clientSaysNoMore() {
        Link to = link;
        if (to != null && to.channel() instanceof SocketChannel socket) {
            var _ = socket.shutdownOutput();
        }
    }

    private void tunnelEnds() {
        stop();
        client.ended(true);
    }

    /** The limit of everything: no attempt follows. Who only waited for a connection has no instance to blame. */
    private final class Total extends Timer {
        @Override
        protected void expired() {
            if (link != null) {
                leaveLink(false);
                attemptFailed(Evidence.Failure.TIMEOUT, Replay.IMPOSSIBLE);
            } else {
                stop();
                client.respond(client.exchange()
                        .lane()
                        .problem(client.request(), 504, "the time for the whole request is over"));
            }
        }
    }
}
