package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Connections;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Outcome;
import dev.drover.http.body.Body;
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
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: requests one after the other, each read, decided and answered before the next. See {@link ClientState}.
 *
 * <p>Bytes that come too early (pipelined requests, a body nobody reads yet) are held, and reading stops until they are used.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private final Exchange exchange;
    private final Entrance entrance;
    private final Timer clock = new Clock();
    private final ClientInput input;
    private final ClientOutput output;
    private final OwnAnswers answers = new OwnAnswers(this);
    private final Taking taking;
    private final Farewell farewell;
    private final ClientRequest request;
    private final Forward forward;
    private final long idleNanos;
    private ClientState state = ClientState.IDLE;
    private boolean turning;

    ClientConnection(Exchange exchange, Entrance entrance, InetSocketAddress client) {
        this.exchange = exchange;
        this.entrance = entrance;
        this.idleNanos = exchange.guards().idleTime().toNanos();
        this.input = new ClientInput(exchange.headLimits());
        this.request = new ClientRequest(this, input.head(), new Peer(client, entrance));
        this.output = new ClientOutput(request.notes());
        this.forward = new Forward(this);
        this.taking = new Taking(this);
        this.farewell = new Farewell(this, clock, taking);
    }

    Exchange exchange() {
        return exchange;
    }

    Entrance entrance() {
        return entrance;
    }

    RequestHead head() {
        return input.head();
    }

    Body body() {
        return input.body();
    }

    ClientInput input() {
        return input;
    }

    ChannelHandlerContext context() {
        return output.context();
    }

    ClientOutput output() {
        return output;
    }

    OwnAnswers answers() {
        return answers;
    }

    ClientRequest request() {
        return request;
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
                input.hold(in);
                turn();
            }
            case DECIDE -> {
                input.hold(in);
                adjustReading();
            }
            case FORWARD -> {
                input.hold(in);
                forward.pump();
            }
            case TUNNEL -> forward.tunnel().toUpstream(in);
            case LINGER, CLOSED -> in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        forward.flush();
        output.readingEnds();
    }

    /** Reads when there is use for what comes. */
    void adjustReading() {
        boolean wanted = switch (state) {
            case IDLE, HEAD, LINGER -> true;
            case DECIDE -> input.holdsNothing();
            case FORWARD -> forward.wantsBytes();
            case TUNNEL -> forward.tunnel().wantsBytes();
            case CLOSED -> false;
        };
        input.read(context().channel().config(), wanted);
    }

    /** Handles requests as long as there are bytes for them; a loop, so that many pipelined ones do not nest. */
    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        for (ByteBuf in = next(); in != null; in = next()) {
            readHead(in);
        }
        turning = false;
        if (input.hasEnded() && state.readsHead()) {
            closeGently();
        } else if (state != ClientState.CLOSED) {
            adjustReading();
        }
    }

    private @Nullable ByteBuf next() {
        return state.readsHead() ? input.next() : null;
    }

    private void readHead(ByteBuf in) {
        if (state == ClientState.IDLE) {
            state = ClientState.HEAD;
            request.start(nanos());
            timers().disarm(clock);
        }
        switch (input.readHead(in, output)) {
            case MORE ->
                timers().armAt(
                                clock,
                                request.startedAt()
                                        + exchange.guards().headTime().toNanos());
            case FLAWED -> answers.flawed(head().flaw());
            case DONE -> decide();
        }
    }

    private void decide() {
        boolean whole = !clock.isArmed();
        timers().disarm(clock);
        // A head that came at once took no time worth a look at the clock.
        request.decided(whole ? request.startedAt() : nanos());
        input.frameBody();
        state = ClientState.DECIDE;
        handle(request.enter());
    }

    void handle(Outcome outcome) {
        switch (outcome) {
            case Outcome.Continue c -> {
                state = ClientState.FORWARD;
                forward.start();
            }
            case Outcome.Respond r -> answers.give(r.answer());
            case Outcome.Await a -> adjustReading();
        }
    }

    /** After a wait. */
    void resume(Outcome outcome) {
        if (state == ClientState.DECIDE && request.isEntered()) {
            handle(exchange.lane().proceed(request(), outcome));
        }
    }

    /** The request is over and its answer written. */
    void ended(boolean closes) {
        finish();
        output.flush();
        if (closes) {
            state = ClientState.LINGER;
            farewell.linger();
        } else {
            state = ClientState.IDLE;
            timers().armAt(clock, request.endedAt() + idleNanos);
            turn();
        }
    }

    private void finish() {
        output.releaseSpare();
        timers().disarm(clock);
        request.end(nanos());
        if (state != ClientState.CLOSED) {
            head().clear();
        }
    }

    private void closeGently() {
        state = ClientState.LINGER;
        farewell.closeGently();
    }

    void tunnel() {
        state = ClientState.TUNNEL;
    }

    ClientState state() {
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
        taking.watch();
        forward.clientWritable(from.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            exchange.lane().connections().rejected(entrance.name(), Connections.Reason.TLS_HANDSHAKE);
        }
        if (event instanceof ChannelInputShutdownEvent) {
            input.end();
            clientSaysNoMore();
        }
    }

    /** Half-closed: what was asked completely is answered, what was not cannot be. */
    private void clientSaysNoMore() {
        switch (state) {
            case IDLE, HEAD, LINGER -> closeGently();
            case CLOSED -> {}
            case DECIDE, FORWARD -> {
                boolean unfinished = !body().isComplete();
                if (unfinished && (state == ClientState.FORWARD || input.holdsNothing())) {
                    close();
                }
            }
            case TUNNEL -> forward.tunnel().clientSaysNoMore();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (state == ClientState.CLOSED) {
            return;
        }
        ClientState before = state;
        state = ClientState.CLOSED;
        if (request.isEntered() && before != ClientState.LINGER) {
            if (request.notes().end() == Notes.End.ANSWERED && before != ClientState.TUNNEL) {
                request.notes().end(Notes.End.CLIENT_GONE);
            }
            forward.cancel();
            finish();
        }
        timers().drop(clock);
        timers().drop(taking);
        farewell.releaseAll();
        exchange.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.log(System.Logger.Level.WARNING, "a client connection ended by a defect", cause);
        }
        close();
    }

    /** It takes too little of what waits for it. */
    void tooSlow() {
        forward.tooSlow();
        output.reset();
    }

    void close() {
        var _ = context().close();
    }

    /** The node goes away: idle ones go first. */
    void drain() {
        if (state == ClientState.IDLE) {
            closeGently();
        }
    }

    /** The one time limit that runs now; what it means depends on the state. */
    private final class Clock extends Timer {
        @Override
        protected void expired() {
            switch (state) {
                case IDLE, LINGER -> farewell.closeUnlessTaking();
                case HEAD -> answers.late();
                case FORWARD -> forward.expired();
                case TUNNEL -> forward.tunnel().expired();
                case DECIDE, CLOSED -> {}
            }
        }
    }
}
