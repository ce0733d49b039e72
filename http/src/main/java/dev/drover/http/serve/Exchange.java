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

/** Hands the requests of a connection, or the one of a stream, to who answers. A client that does not read is not read from. */
final class Exchange extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Handler handler;
    private final Patience patience;
    private final InetSocketAddress client;

    Exchange(Handler handler, Patience patience, InetSocketAddress client) {
        this.handler = handler;
        this.patience = patience;
        this.client = client;
    }

    /** The request is released by who calls. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        patience.renew();
        DecoderResult decoded = request.decoderResult();
        boolean last = decoded.isFailure() || !HttpUtil.isKeepAlive(request);
        Answer answer = decoded.isFailure() ? refused(decoded.cause()) : handler.answer(new View(request, client));
        var writing = context.write(response(request, answer, last));
        if (last) {
            writing.addListener(ChannelFutureListener.CLOSE);
        }
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
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    /** A request as it is shown. */
    private record View(FullHttpRequest request, InetSocketAddress client) implements Asked {
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
