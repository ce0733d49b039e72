package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Connections;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Timeline;
import dev.drover.http.body.Body;
import dev.drover.http.head.Flaw;
import dev.drover.http.head.Head;
import dev.drover.http.head.RequestHead;
import dev.drover.wire.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * One client's connection: requests one after the other, each read, decided and answered before the next.
 *
 * <pre>
 *           first byte         head            Continue
 *   IDLE -------------> HEAD -------> DECIDE -----------> FORWARD --101--> TUNNEL
 *    ^                   | flaw         | Respond            | last byte
 *    +-------------------|--------------+--------------------+
 *                        v              v                    v   (when the connection cannot be kept)
 *                      LINGER: written, waits for the client to close
 * </pre>
 *
 * Bytes that come too early (pipelined requests, a body nobody reads yet) are held, and reading stops until they are used.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());
    /** See the drawing. */
    enum State {
        IDLE,
        HEAD,
        DECIDE,
        FORWARD,
        TUNNEL,
        LINGER,
        CLOSED
    }

    private static final Duration LINGER_TIME = Duration.ofSeconds(2);

    private final Exchange exchange;
    private final Entrance entrance;
    private final RequestHead head;
    private final Body body = new Body();
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private final Timer clock = new Clock();
    private State state = State.IDLE;
    private final ClientOutput output;
    private final ClientRequest request;
    private final Forward forward;
    private final Peer peer;
    private final long idleNanos;
    private long startedAt;
    private long endedAt;
    private boolean entered;
    private boolean turning;
    private boolean inputEnded;

    ClientConnection(Exchange exchange, Entrance entrance, InetSocketAddress client) {
        this.exchange = exchange;
        this.entrance = entrance;
        this.idleNanos = exchange.guards().idleTime().toNanos();
        this.head = new RequestHead(exchange.headLimits());
        this.peer = new Peer(client, entrance);
        this.request = new ClientRequest(this, head, peer);
        this.output = new ClientOutput(request.notes());
        this.forward = new Forward(this);
    }

    Exchange exchange() {
        return exchange;
    }

    Entrance entrance() {
        return entrance;
    }

    RequestHead head() {
        return head;
    }

    Body body() {
        return body;
    }

    ArrayDeque<ByteBuf> held() {
        return held;
    }

    /** What the client connected to. */
    InetSocketAddress door() {
        return (InetSocketAddress) context().channel().localAddress();
    }

    ChannelHandlerContext context() {
        return output.context();
    }

    ClientOutput output() {
        return output;
    }

    ClientRequest request() {
        return request;
    }

    Peer peer() {
        return peer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        output.open(added);
        timers().arm(clock, exchange.guards().firstByteTime());
        exchange.opened(this);
    }

    dev.drover.wire.Timers timers() {
        return exchange.loop().timers();
    }

    long nanos() {
        return exchange.loop().timers().nanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        output.readingBegins();
        switch (state) {
            case IDLE, HEAD -> {
                held.addLast(in);
                turn();
            }
            case DECIDE -> hold(in);
            case FORWARD -> {
                hold(in);
                forward.pump();
            }
            case TUNNEL -> forward.toUpstream(in);
            case LINGER, CLOSED -> in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        forward.flush();
        output.readingEnds();
    }

    private void hold(ByteBuf in) {
        held.addLast(in);
        adjustReading();
    }

    /** Reads when there is use for what comes. */
    void adjustReading() {
        boolean wanted = switch (state) {
            case IDLE, HEAD, LINGER -> true;
            case DECIDE -> held.isEmpty();
            case FORWARD, TUNNEL -> forward.wantsBytes();
            case CLOSED -> false;
        };
        var config = context().channel().config();
        if (config.isAutoRead() != wanted) {
            config.setAutoRead(wanted);
        }
    }

    /** Handles requests as long as there are bytes for them; a loop, so that many pipelined ones do not nest. */
    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        while ((state == State.IDLE || state == State.HEAD) && !held.isEmpty()) {
            readHead(held.pollFirst());
        }
        turning = false;
        if (inputEnded && (state == State.IDLE || state == State.HEAD)) {
            closeGently();
        } else if (state != State.CLOSED) {
            adjustReading();
        }
    }

    private void readHead(ByteBuf in) {
        if (state == State.IDLE) {
            state = State.HEAD;
            startedAt = nanos();
            request().start(startedAt);
            timers().disarm(clock);
        }
        Head.Progress progress = head.read(in);
        if (in.isReadable()) {
            held.addFirst(in);
        } else if (progress == Head.Progress.DONE) {
            output.reuse(in);
        } else {
            in.release();
        }
        switch (progress) {
            case MORE ->
                timers().armAt(clock, startedAt + exchange.guards().headTime().toNanos());
            case FLAWED -> refuse(head.flaw());
            case DONE -> decide();
        }
    }

    private void refuse(Flaw flaw) {
        exchange.lane().connections().rejected(entrance.name(), Connections.Reason.HEAD_INVALID);
        answerAndClose(flaw.status(), flaw.detail());
    }

    private void answerAndClose(int status, String detail) {
        body.untilClose();
        entered = true;
        respond(exchange.lane().refuse(request(), status, detail));
    }

    private void decide() {
        boolean whole = !clock.isArmed();
        timers().disarm(clock);
        Notes notes = request().notes();
        // A head that came at once took no time worth a look at the clock.
        notes.timeline().enter(Timeline.State.DECIDE, whole ? startedAt : nanos());
        notes.addReceived(head.size());
        frame();
        state = State.DECIDE;
        if (head.method().equals("TRACE")) {
            answerAndClose(405, "TRACE is not offered");
            return;
        }
        entered = true;
        handle(exchange.lane().enter(request()));
    }

    private void frame() {
        if (head.isChunked()) {
            body.chunked();
        } else {
            body.length(Math.max(0, head.contentLength()));
        }
    }

    void handle(Outcome outcome) {
        switch (outcome) {
            case Outcome.Continue c -> {
                state = State.FORWARD;
                forward.start();
            }
            case Outcome.Respond r -> respond(r.answer());
            case Outcome.Await a -> adjustReading();
        }
    }

    /** After a wait. */
    void resume(Outcome outcome) {
        if (state == State.DECIDE && entered) {
            handle(exchange.lane().proceed(request(), outcome));
        }
    }

    /** Whether the connection ends after the present answer. */
    boolean closesAfterwards() {
        return !head.keepsAlive() || !body.isComplete() || exchange.lane().closing();
    }

    ResponseWriter.Afterwards afterwards(boolean closes) {
        if (closes) {
            return ResponseWriter.Afterwards.CLOSE;
        }
        return head.minorVersion() == 0 ? ResponseWriter.Afterwards.KEEP_AND_SAY : ResponseWriter.Afterwards.KEEP;
    }

    /** Answers without an upstream. */
    void respond(Answer answer) {
        boolean closes = answer.closes() || closesAfterwards();
        ByteBuf text = exchange.scratch();
        exchange.responses().answer(answer, request(), afterwards(closes), text);
        if (!head.method().equals("HEAD")) {
            text.writeBytes(answer.body());
        }
        request().notes().status(answer.status());
        output.send(text);
        ended(closes);
    }

    /** The request is over and its answer written. */
    void ended(boolean closes) {
        finish();
        output.flush();
        if (closes) {
            linger();
        } else {
            state = State.IDLE;
            timers().armAt(clock, endedAt + idleNanos);
            turn();
        }
    }

    private void finish() {
        output.releaseSpare();
        timers().disarm(clock);
        ClientRequest over = request();
        endedAt = nanos();
        over.notes().timeline().end(endedAt);
        if (entered) {
            entered = false;
            exchange.lane().ended(over);
        }
        if (state != State.CLOSED) {
            head.clear();
        }
    }

    /**
     * Closes in a way that lets the client read the answer: a close with unread input would reset the connection and could
     * destroy it (RFC 9112 section 9.6).
     */
    private void linger() {
        boolean allRead = body.isComplete() && held.isEmpty();
        state = State.LINGER;
        releaseHeld();
        if (allRead || inputEnded || peer().isEncrypted()) {
            output.closeWhenWritten();
        } else {
            output.finishWhenWritten();
            adjustReading();
        }
        timers().arm(clock, LINGER_TIME);
    }

    /** A client that still takes what was written, however slowly, is not cut off. */
    private void closeUnlessTaking() {
        if (output.isTaken()) {
            timers().arm(clock, exchange.guards().idleTime());
        } else {
            close();
        }
    }

    /** Nothing more will be asked: what was answered is written, then the connection ends. */
    private void closeGently() {
        state = State.LINGER;
        releaseHeld();
        output.closeWhenWritten();
        timers().arm(clock, LINGER_TIME);
    }

    private void releaseHeld() {
        output.releaseSpare();
        for (ByteBuf one = held.pollFirst(); one != null; one = held.pollFirst()) {
            one.release();
        }
    }

    void tunnel() {
        state = State.TUNNEL;
    }

    State state() {
        return state;
    }

    /** Something was moved: the present silence begins anew. */
    void silence(long now, long millis) {
        timers().armAt(clock, now + millis * 1_000_000);
    }

    void quiet() {
        timers().disarm(clock);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        forward.clientWritable(from.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            exchange.lane().connections().rejected(entrance.name(), Connections.Reason.TLS_HANDSHAKE);
        }
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            clientSaysNoMore();
        }
    }

    /** Half-closed: what was asked completely is answered, what was not cannot be. */
    private void clientSaysNoMore() {
        switch (state) {
            case IDLE, HEAD, LINGER -> closeGently();
            case CLOSED -> {}
            case DECIDE -> {
                if (!body.isComplete() && held.isEmpty()) {
                    close();
                }
            }
            case FORWARD -> {
                if (!body.isComplete()) {
                    close();
                }
            }
            case TUNNEL -> forward.clientSaysNoMore();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (state == State.CLOSED) {
            return;
        }
        State before = state;
        state = State.CLOSED;
        if (entered && before != State.LINGER) {
            if (request().notes().end() == Notes.End.ANSWERED && before != State.TUNNEL) {
                request().notes().end(Notes.End.CLIENT_GONE);
            }
            forward.cancel();
            finish();
        }
        timers().drop(clock);
        releaseHeld();
        exchange.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.log(System.Logger.Level.WARNING, "a client connection ended by a defect", cause);
        }
        close();
    }

    void close() {
        var _ = context().close();
    }

    /** The node goes away: idle ones go first. */
    void drain() {
        if (state == State.IDLE) {
            closeGently();
        }
    }

    /** The one time limit that runs now; what it means depends on the state. */
    private final class Clock extends Timer {
        @Override
        protected void expired() {
            switch (state) {
                case IDLE, LINGER -> closeUnlessTaking();
                case HEAD -> {
                    exchange.lane().connections().rejected(entrance.name(), Connections.Reason.HEAD_TIMEOUT);
                    answerAndClose(408, "the head did not come in time");
                }
                case FORWARD, TUNNEL -> forward.expired();
                case DECIDE, CLOSED -> {}
            }
        }
    }
}
