package dev.drover.http.upstream;

import dev.drover.http.body.Body;
import dev.drover.http.head.Head;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.head.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an upstream: carries one request and its response at a time.
 *
 * <pre>
 *  IDLE --begin--> HEAD --head--> BODY --last--> ENDED --release--> IDLE
 *                    \--101--> TUNNEL                 \--abandon--> CLOSED
 * </pre>
 *
 * Bytes that come while it is idle or ended belong to no request: it closes. In a tunnel each direction ends by itself, unless
 * it is encrypted: Netty's TLS ends both when the peer ends one.
 */
public final class Link extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(Link.class.getName());
    /** What the next bytes read belong to. */
    private enum State {
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        ENDED,
        CLOSED
    }

    private final Pool pool;
    private final ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
    private final Body body = new Body();
    private State state = State.IDLE;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Receiver receiver;
    private boolean answersHead;
    private boolean upgrading;
    private boolean seen;
    private boolean surplus;
    private boolean unflushed;
    private boolean inputEnded;
    private boolean outputEnded;
    private long exchanges;
    long idleSince;

    Link(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }

    public Channel channel() {
        return context().channel();
    }

    /** True until its first request has been answered: a failure is then not one of a connection gone stale. */
    public boolean isFresh() {
        return exchanges <= 1;
    }

    /** True once any byte of the present response has come. */
    public boolean hasSeenResponse() {
        return seen;
    }

    /** The next response is for this receiver. To be called before the request is written. */
    public void begin(Receiver to, boolean head, boolean upgrade) {
        receiver = to;
        answersHead = head;
        upgrading = upgrade;
        seen = false;
        exchanges++;
        this.head.clear();
        state = State.HEAD;
    }

    /** Writes without flushing. Takes the bytes over. */
    public void write(ByteBuf bytes) {
        unflushed = true;
        ChannelHandlerContext to = context();
        var _ = to.write(bytes, to.voidPromise());
    }

    /** Flushes if something was written. */
    public void flush() {
        if (unflushed) {
            unflushed = false;
            context().flush();
        }
    }

    /** Ends the writing half of a tunnel when everything is written; reading goes on. */
    public void finish() {
        flush();
        ChannelHandlerContext to = context();
        SslHandler tls = to.pipeline().get(SslHandler.class);
        if (tls != null) {
            var _ = tls.closeOutbound();
        } else {
            var _ = to.writeAndFlush(to.alloc().buffer(0)).addListener(done -> outputEnds());
        }
    }

    private void outputEnds() {
        outputEnded = true;
        if (inputEnded) {
            close();
        } else if (channel() instanceof SocketChannel socket) {
            var _ = socket.shutdownOutput();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent && state == State.TUNNEL && !inputEnded) {
            inputEnded = true;
            receiver().finished();
            if (outputEnded) {
                close();
            }
        }
    }

    public boolean isWritable() {
        return channel().isWritable();
    }

    /** Switches reading on or off. */
    public void read(boolean on) {
        var config = channel().config();
        if (!inputEnded && config.isAutoRead() != on) {
            config.setAutoRead(on);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        seen = true;
        switch (state) {
            case HEAD -> readHead(in);
            case BODY -> readBody(in);
            case TUNNEL -> receiver().tunnelled(in);
            case IDLE, ENDED -> {
                in.release();
                close();
            }
            case CLOSED -> in.release();
        }
    }

    private Receiver receiver() {
        if (receiver == null) {
            throw new IllegalStateException("no request is under way");
        }
        return receiver;
    }

    private void readHead(ByteBuf in) {
        while (state == State.HEAD) {
            Head.Progress progress = head.read(in);
            if (progress == Head.Progress.MORE) {
                in.release();
                return;
            }
            if (progress == Head.Progress.FLAWED || isUnwantedUpgrade()) {
                in.release();
                fail(Fault.GARBAGE);
                return;
            }
            if (!head.isInterim()) {
                headIsComplete(in);
                return;
            }
            receiver().interim(head);
            head.clear();
        }
        in.release();
    }

    private void headIsComplete(ByteBuf in) {
        if (head.status() == 101) {
            state = State.TUNNEL;
            channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, !isEncrypted());
            receiver().head(head, in, false);
            return;
        }
        frame();
        int taken = body.take(in);
        if (in.readableBytes() > taken) {
            // More than the response: the connection cannot be trusted with another one.
            in.writerIndex(in.readerIndex() + taken);
            surplus = true;
        }
        boolean last = body.isComplete();
        if (body.isFlawed()) {
            in.release();
            fail(Fault.GARBAGE);
            return;
        }
        state = last ? State.ENDED : State.BODY;
        receiver().head(head, in, last);
    }

    private boolean isEncrypted() {
        return context().pipeline().get(SslHandler.class) != null;
    }

    private boolean isUnwantedUpgrade() {
        return head.status() == 101 && !(upgrading && head.upgrades());
    }

    private void frame() {
        if (!head.mayHaveBody(answersHead)) {
            body.none();
        } else if (head.isChunked()) {
            body.chunked();
        } else if (head.contentLength() >= 0) {
            body.length(head.contentLength());
        } else {
            body.untilClose();
        }
    }

    private void readBody(ByteBuf in) {
        int taken = body.take(in);
        if (body.isFlawed()) {
            in.release();
            fail(Fault.GARBAGE);
            return;
        }
        if (in.readableBytes() > taken) {
            in.writerIndex(in.readerIndex() + taken);
            surplus = true;
        }
        boolean last = body.isComplete();
        if (last) {
            state = State.ENDED;
        }
        receiver().body(in, last);
    }

    /** How the present response's body ends; for whoever writes the head that announces it. */
    public Body body() {
        return body;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        if (receiver != null) {
            receiver.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        if (receiver != null) {
            receiver.writable(from.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        State before = state;
        if (before == State.BODY && body.closed()) {
            state = State.ENDED;
            receiver().body(from.alloc().buffer(0), true);
            Receiver last = receiver;
            if (last != null) {
                last.readComplete();
            }
        } else if (before == State.HEAD || before == State.BODY || before == State.TUNNEL) {
            fail(Fault.RESET);
        }
        state = State.CLOSED;
        pool.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.log(System.Logger.Level.WARNING, "an upstream connection ended by a defect", cause);
        }
        close();
    }

    private void fail(Fault fault) {
        Receiver told = receiver;
        receiver = null;
        state = State.CLOSED;
        close();
        if (told != null) {
            told.failed(fault);
        }
    }

    private void close() {
        var _ = context().close();
    }

    boolean isReusable() {
        return state == State.ENDED
                && !surplus
                && head.keepsAlive()
                && body.end() != Body.End.CLOSE
                && channel().isActive();
    }

    /** The response has ended and the request was sent as a whole: another may use the connection, if it is fit for that. */
    public void release() {
        receiver = null;
        if (isReusable()) {
            read(true);
            state = State.IDLE;
            pool.give(this);
        } else {
            abandon();
        }
    }

    /** Closes it: nobody can use it any more. */
    public void abandon() {
        receiver = null;
        if (state != State.CLOSED) {
            state = State.CLOSED;
            close();
        }
    }
}
