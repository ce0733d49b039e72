package dev.drover.http.grpc;

import dev.drover.plane.GrpcHealth.Question;
import dev.drover.plane.GrpcHealth.Said;
import dev.drover.wire.Loop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question over one connection. Used on its loop only. Whoever began it closes it; frames that are written are released by the codec.
 *
 * <p>The request goes out before the server's settings came, as HTTP/2 allows (RFC 9113 section 3.4).
 */
final class HealthCall {
    private static final String PATH = "/grpc.health.v1.Health/Check";

    /** What a server may send of header fields. */
    private static final int MOST_FIELDS = 16 << 10;

    private final Question question;
    private final InetSocketAddress address;
    private final @Nullable SslContext tls;
    private final Duration atMost;
    private final Consumer<Said> told;
    private @Nullable Channel connection;
    private boolean closed;

    HealthCall(
            Question question,
            InetSocketAddress address,
            @Nullable SslContext tls,
            Duration atMost,
            Consumer<Said> told) {
        this.question = question;
        this.address = address;
        this.tls = tls;
        this.atMost = atMost;
        this.told = told;
    }

    void begin(Loop loop) {
        if (closed) {
            return;
        }
        var connecting = new Bootstrap()
                .group(loop.events())
                .channelFactory(loop.transport().client(address.getAddress()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.clamp(atMost.toMillis(), 1, 3_600_000))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        fill(channel);
                    }
                })
                .connect(address);
        connection = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                told.accept(HealthCalls.unreachable("Error while dialing dial tcp " + shown() + ": " + words(done)));
            } else if (tls == null) {
                ask();
            }
        });
    }

    private String shown() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** {@code connect(..) failed with error(-111): Connection refused: /127.0.0.1:1} is {@code connect: connection refused}. */
    private static String words(Future<?> failed) {
        Throwable cause = failed.cause();
        String text = cause == null ? "" : String.valueOf(cause.getMessage());
        return text.contains("Connection refused") ? "connect: connection refused" : text;
    }

    private void fill(Channel channel) {
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc(), question.host(), question.port());
            handler.setHandshakeTimeoutMillis(Math.max(1, atMost.toMillis()));
            channel.pipeline().addLast(handler);
        }
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .maxHeaderListSize(MOST_FIELDS))
                        .build())
                .addLast(new Http2MultiplexHandler(new Refusing()))
                .addLast(new End());
    }

    private void ask() {
        Channel open = connection;
        if (open == null || closed) {
            return;
        }
        var _ = new Http2StreamChannelBootstrap(open)
                .handler(new Reading(told))
                .open()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        send((Http2StreamChannel) done.getNow());
                    } else {
                        told.accept(HealthCalls.unreachable(words(done)));
                    }
                });
    }

    private void send(Http2StreamChannel stream) {
        boolean standard = question.port() == (tls == null ? 80 : 443);
        String host = question.host().indexOf(':') >= 0 ? "[" + question.host() + "]" : question.host();
        Http2Headers fields = new DefaultHttp2Headers()
                .method("POST")
                .scheme(tls == null ? "http" : "https")
                .path(PATH)
                .authority(standard ? host : host + ":" + question.port())
                .add("te", "trailers")
                .add("content-type", "application/grpc")
                .add("user-agent", "drover-health")
                .add("grpc-timeout", Math.clamp(atMost.toMillis(), 1, 99_999_999) + "m");
        byte[] message = HealthMessage.request(question.service());
        var _ = stream.write(new DefaultHttp2HeadersFrame(fields, false));
        var _ = stream.writeAndFlush(
                new DefaultHttp2DataFrame(stream.alloc().buffer(message.length).writeBytes(message), true));
    }

    /** At once: the goodbye of HTTP/2 would wait for half a minute for an answer that nobody wants any more. */
    void close() {
        closed = true;
        Channel open = connection;
        if (open != null) {
            ChannelHandlerContext outermost = open.pipeline().firstContext();
            var _ = outermost == null ? open.close() : outermost.close();
        }
    }

    /** What goes wrong with the connection as a whole: its handshake, frames that are none, its end. */
    private final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    ask();
                } else {
                    told.accept(HealthCalls.unreachable("authentication handshake failed: "
                            + handshake.cause().getMessage()));
                }
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.accept(HealthCalls.unreachable(String.valueOf(cause.getMessage())));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            told.accept(HealthCalls.failed(Code.UNAVAILABLE, "transport is closing"));
        }
    }

    /** A server begins no streams: push is not allowed. */
    private static final class Refusing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel stream) {
            var _ = stream.close();
        }
    }
}
