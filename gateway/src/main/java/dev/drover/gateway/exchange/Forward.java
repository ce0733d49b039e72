package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Patience;
import dev.drover.gateway.stage.Replay;
import dev.drover.gateway.stage.Routed;
import dev.drover.gateway.stage.Timeline;
import dev.drover.gateway.stage.Upstream;
import dev.drover.http.upstream.Fault;
import dev.drover.http.upstream.Link;
import dev.drover.http.upstream.Pool;
import dev.drover.http.upstream.Taker;
import dev.drover.plane.Evidence;
import dev.drover.wire.Timer;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request to an upstream and of its response back; one object per client connection. An attempt that fails before
 * anything of a response was passed on may be followed by another one: the lane decides.
 */
final class Forward implements Taker {
    private static final String TOO_LARGE = "the body is larger than allowed";

    private final ClientConnection client;
    private final Timer total = new Total();
    private Pool.@Nullable Waiting waiting;
    private @Nullable Link link;
    /** Something of the request was written to the present link. */
    private boolean sent;

    private final Upload upload;
    private final Delivery delivery;

    Forward(ClientConnection client) {
        this.client = client;
        this.delivery = new Delivery(client, this);
        this.upload = new Upload(client);
    }

    /** The first attempt. */
    void start() {
        upload.start();
        delivery.start();
        Routed routed = routed();
        if (client.head().contentLength() > routed.requestSize()) {
            client.answers().problem(413, TOO_LARGE);
            return;
        }
        if (patience().total() > 0) {
            client.timers().armAt(total, client.nanos() + patience().total() * 1_000_000);
        }
        attempt();
    }

    private Routed routed() {
        return Objects.requireNonNull(notes().routed(), "no route was chosen");
    }

    Patience patience() {
        return Objects.requireNonNull(notes().patience(), "no time limits were chosen");
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
        taken.begin(
                delivery, client.head().method().equals("HEAD"), client.head().upgrade() >= 0);
        ByteBuf text = client.exchange().scratch();
        client.exchange()
                .requests()
                .write(client.request(), client.head(), client.request().peer(), door(), routed(), text);
        taken.write(client.output().copy(text));
        sent = true;
        long now = client.nanos();
        notes().timeline().enter(Timeline.State.UPSTREAM, now);
        upload.connected(taken, now);
        requestGoesOn(now);
        pump();
        flush();
        client.adjustReading();
    }

    /** What the client connected to. */
    private InetSocketAddress door() {
        return (InetSocketAddress) client.context().channel().localAddress();
    }

    private void requestGoesOn(long now) {
        boolean waitsForHead = client.body().isComplete() && !delivery.hasBegun();
        client.silence(now, waitsForHead ? patience().head() : patience().idle());
    }

    @Override
    public void notTaken(Fault fault, String detail) {
        waiting = null;
        switch (fault) {
            case FULL, WAITED -> {
                stop();
                client.answers().problem(503, fault.words());
            }
            case CONNECT, RESET, GARBAGE -> attemptFailed(Evidence.Failure.CONNECT);
        }
    }

    /** Passes on what is held of the request's body. */
    void pump() {
        Link to = link;
        if (to != null && !client.body().isComplete() && !pass(to)) {
            return;
        }
        client.adjustReading();
    }

    /** False: the request has ended. */
    private boolean pass(Link to) {
        return switch (upload.pass(to, routed().requestSize())) {
            case NOTHING -> true;
            case MOVED -> {
                requestGoesOn(upload.movedAt());
                yield true;
            }
            case FLAWED -> breakOffRequest(Notes.End.CLIENT_GONE, 400, "the chunked coding is not valid");
            case TOO_LARGE -> breakOffRequest(Notes.End.CLIENT_GONE, 413, TOO_LARGE);
            case TOO_SLOW -> breakOffRequest(Notes.End.TIMED_OUT, 408, "the body comes too slowly");
        };
    }

    void flush() {
        if (link != null) {
            link.flush();
        }
    }

    boolean wantsBytes() {
        Link to = link;
        return client.input().holdsNothing() && (client.body().isComplete() || (to != null && to.isWritable()));
    }

    private boolean breakOffRequest(Notes.End end, int status, String detail) {
        stop();
        notes().end(end);
        if (delivery.hasBegun()) {
            client.close();
        } else {
            client.answers().problem(status, detail);
        }
        return false;
    }

    Link linked() {
        return Objects.requireNonNull(link, "there is no link");
    }

    /** A response head with this status came. True: another instance is to be asked, by {@link #again}. */
    boolean isRefused(int status) {
        return client.exchange().lane().refuses(client.request(), status, replay());
    }

    /** Makes another attempt; {@code reusable} if nothing of the refused response is to come. */
    void again(boolean reusable) {
        leaveLink(reusable);
        attempt();
    }

    Upload upload() {
        return upload;
    }

    /** The response was that the connection is another protocol's from now on: only its silence is limited. */
    void upgraded() {
        client.timers().disarm(total);
    }

    /** The response has been passed on. */
    void done() {
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
        if (delivery.hasBegun() || upload.isGone()) {
            return Replay.IMPOSSIBLE;
        }
        return sent ? Replay.POSSIBLE : Replay.NOTHING_SENT;
    }

    /** The upstream broke off. */
    void failed(Fault fault) {
        link = null;
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
                if (delivery.hasBegun()) {
                    breakOff(failure);
                } else {
                    client.answers().give(r.answer());
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
    void stop() {
        upload.forget();
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

    /** The client takes too little: nobody is to blame but itself. */
    void tooSlow() {
        stop();
        notes().end(Notes.End.TIMED_OUT);
    }

    /** The client is gone. */
    void cancel() {
        stop();
        client.timers().drop(total);
    }

    /** Silence for too long. */
    void expired() {
        if (!client.context().channel().isWritable()) {
            // The upstream is not read. It is the client that is watched, by Taking.
            client.silence(client.nanos(), patience().idle());
        } else if (link != null && waitsForBody(link)) {
            var _ = breakOffRequest(Notes.End.TIMED_OUT, 408, "the body did not come in time");
        } else if (link != null) {
            leaveLink(false);
            attemptFailed(Evidence.Failure.TIMEOUT);
        }
    }

    /** True: the silence is the client's. One that waits to be told to continue is not silent. */
    private boolean waitsForBody(Link to) {
        return !delivery.hasBegun()
                && !client.body().isComplete()
                && to.isWritable()
                && (upload.hasBegun() || !client.head().expectsContinue());
    }

    /** The upstream's writability changed. */
    void writable(boolean now) {
        if (now) {
            upload.resumed(client.nanos());
        }
        client.adjustReading();
    }

    void clientWritable(boolean now) {
        if (link != null) {
            link.read(now);
        }
        if (now && link != null) {
            client.silence(client.nanos(), patience().idle());
        }
    }

    /** The upgraded connection. */
    Tunnel tunnel() {
        return delivery.tunnel();
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
                client.answers().problem(504, "the time for the whole request is over");
            }
        }
    }
}
