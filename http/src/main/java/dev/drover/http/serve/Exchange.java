package dev.drover.http.serve;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands the requests of a connection, or the one of a stream, to who answers. A client that does not read is not read from. */
final class Exchange extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Handler handler;
    private final Patience patience;
    private final InetSocketAddress client;
    /** Came behind one that waits. Owned. */
    private final Queue<FullHttpRequest> held = new ArrayDeque<>();

    private boolean waits;

    Exchange(Handler handler, Patience patience, InetSocketAddress client) {
        this.handler = handler;
        this.patience = patience;
        this.client = client;
    }

    /** The request is released by who calls. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        patience.renew();
        if (waits) {
            held.add(request.retain());
        } else {
            answer(context, request, true);
        }
    }

    /** The request is released by who calls. */
    private void answer(ChannelHandlerContext context, FullHttpRequest request, boolean canWait) {
        DecoderResult decoded = request.decoderResult();
        boolean last = decoded.isFailure() || !HttpUtil.isKeepAlive(request);
        var view = new View(request, client, canWait);
        Answer answer = decoded.isFailure() ? refused(decoded.cause()) : handler.answer(view);
        if (answer == null) {
            await(context, request.retain(), Objects.requireNonNull(view.awaited));
            return;
        }
        var writing = context.write(response(request, answer, last));
        if (last) {
            writing.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Takes over the request. What comes meanwhile is held, in order, and is no more than was read at once. */
    private void await(ChannelHandlerContext context, FullHttpRequest request, CompletableFuture<Void> done) {
        waits = true;
        context.channel().config().setAutoRead(false);
        var _ = done.whenComplete((_, _) -> context.executor().execute(() -> goOn(context, request)));
    }

    private void goOn(ChannelHandlerContext context, FullHttpRequest waiting) {
        waits = false;
        patience.renew();
        release(context, waiting, false);
        while (!waits && !held.isEmpty()) {
            release(context, held.remove(), true);
        }
        context.flush();
        channelWritabilityChanged(context);
    }

    /** Answers if there is still somebody to be answered. */
    private void release(ChannelHandlerContext context, FullHttpRequest request, boolean canWait) {
        try {
            if (context.channel().isActive()) {
                answer(context, request, canWait);
            }
        } finally {
            request.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        held.forEach(FullHttpRequest::release);
        held.clear();
        context.fireChannelInactive();
    }

    private static Answer refused(Throwable why) {
        return Answer.of(
                switch (why) {
                    case TooLongHttpLineException _ -> 414;
                    case TooLongHttpHeaderException _ -> 431;
                    default -> 400;
                });
    }

    private static FullHttpResponse response(FullHttpRequest request, Answer answer, boolean last) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        byte[] body = answer.body();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        answer.fields().forEach(response.headers()::set);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable() && !waits);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    /** A request as it is shown. */
    private static final class View implements Asked {
        private final FullHttpRequest request;
        private final InetSocketAddress client;
        private final boolean canWait;
        private @Nullable CompletableFuture<Void> awaited;

        View(FullHttpRequest request, InetSocketAddress client, boolean canWait) {
            this.request = request;
            this.client = client;
            this.canWait = canWait;
        }

        @Override
        public InetSocketAddress client() {
            return client;
        }

        @Override
        public boolean canWait() {
            return canWait;
        }

        @Override
        public void await(CompletableFuture<Void> done) {
            awaited = done;
        }

        @Override
        public String method() {
            return request.method().name();
        }

        /** Without scheme and host, which a client may send (RFC 9112 section 3.2.2). */
        private String target() {
            String uri = request.uri();
            int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
            int slash = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
            return slash < 0 ? "/" : uri.substring(slash);
        }

        @Override
        public String path() {
            String target = target();
            int mark = target.indexOf('?');
            return mark < 0 ? target : target.substring(0, mark);
        }

        @Override
        public String query() {
            String target = target();
            int mark = target.indexOf('?');
            return mark < 0 ? "" : target.substring(mark + 1);
        }

        @Override
        public String field(String name) {
            return request.headers().get(name, "");
        }

        @Override
        public int length() {
            return request.content().readableBytes();
        }

        @Override
        public void copyBody(byte[] to) {
            request.content().getBytes(request.content().readerIndex(), to, 0, length());
        }
    }
}
