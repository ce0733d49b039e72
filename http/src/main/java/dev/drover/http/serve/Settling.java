package dev.drover.http.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.net.InetSocketAddress;

/** Speaks what the client chose by ALPN; HTTP/1.1 with one that chose nothing. */
final class Settling extends ApplicationProtocolNegotiationHandler {
    static final String HTTP_2 = "h2";
    static final String HTTP_1 = "http/1.1";

    private final Handler handler;
    private final HttpsLimits limits;
    private final Patience patience;
    private final InetSocketAddress client;

    Settling(Handler handler, HttpsLimits limits, Patience patience, InetSocketAddress client) {
        super(HTTP_1);
        this.handler = handler;
        this.limits = limits;
        this.patience = patience;
        this.client = client;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        if (protocol.equals(HTTP_2)) {
            multiplexed(context.pipeline());
        } else {
            context.pipeline()
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(limits.line())
                            .setMaxHeaderSize(HttpsLimits.FIELDS)));
            addExchange(context.pipeline());
        }
    }

    /** Floods of resets and of empty frames are bounded by what Netty allows of them. */
    private void multiplexed(ChannelPipeline pipeline) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(limits.streams())
                .maxHeaderListSize((long) limits.line() + HttpsLimits.FIELDS);
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                        .initialSettings(settings)
                        .gracefulShutdownTimeoutMillis(0)
                        .build())
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                        addExchange(stream.pipeline());
                    }
                }))
                .addLast(new Breakage());
    }

    private void addExchange(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpObjectAggregator(limits.body())).addLast(new Exchange(handler, patience, client));
    }

    /** A client that has no certificate authority of ours, or breaks off, is nothing to tell of. */
    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
