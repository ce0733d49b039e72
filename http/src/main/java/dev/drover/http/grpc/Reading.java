package dev.drover.http.grpc;

import dev.drover.plane.GrpcHealth.Said;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stream of one call: headers, one message, trailers that say how it ended. Frames are released when they were read. */
final class Reading extends SimpleChannelInboundHandler<Http2StreamFrame> {
    /** No status is longer. */
    private static final int LONGEST = 4096;

    private final Consumer<Said> told;
    private byte[] message = new byte[0];
    private String http = "";
    private @Nullable CharSequence code;
    private String why = "";
    private String type = "";

    Reading(Consumer<Said> told) {
        this.told = told;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        switch (frame) {
            case Http2HeadersFrame head -> head(head);
            case Http2DataFrame data -> data(data);
            case Http2ResetFrame reset -> {
                Code meant = reset.errorCode() == 7 ? Code.UNAVAILABLE : Code.INTERNAL; // REFUSED_STREAM
                tell(meant, "stream terminated by RST_STREAM with error code: " + reset.errorCode());
            }
            default -> {}
        }
    }

    private void head(Http2HeadersFrame frame) {
        Http2Headers fields = frame.headers();
        CharSequence status = fields.status();
        http = status == null ? http : status.toString();
        type = field(fields, "content-type", type);
        code = fields.get("grpc-status") == null ? code : fields.get("grpc-status");
        why = unescaped(field(fields, "grpc-message", why));
        if (frame.isEndStream()) {
            end();
        }
    }

    private static String field(Http2Headers fields, String name, String otherwise) {
        CharSequence value = fields.get(name);
        return value == null ? otherwise : value.toString();
    }

    private void data(Http2DataFrame frame) {
        ByteBuf content = frame.content();
        int length = content.readableBytes();
        if (message.length + length > LONGEST) {
            tell(Code.RESOURCE_EXHAUSTED, "received message larger than max (" + LONGEST + " bytes)");
            return;
        }
        int before = message.length;
        message = Arrays.copyOf(message, before + length);
        content.readBytes(message, before, length);
        if (frame.isEndStream()) {
            end();
        }
    }

    private void end() {
        if (code == null) {
            boolean other = http.equals("200");
            tell(
                    other ? Code.UNKNOWN : Code.ofHttp(http),
                    "unexpected HTTP status code " + http + " and no grpc-status, content-type \"" + type + "\"");
            return;
        }
        Code meant = Code.of(code);
        if (meant != Code.OK) {
            tell(meant, why);
            return;
        }
        Integer status = HealthMessage.status(message);
        if (status == null) {
            tell(Code.INTERNAL, "the response is no HealthCheckResponse");
        } else {
            told.accept(new Said.Status(status));
        }
    }

    private void tell(Code meant, String words) {
        told.accept(new Said.Failed(meant.spelling(), words));
    }

    /** Percent-encoded UTF-8, see the protocol's {@code Status-Message}; what is not well-formed stays. */
    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                bytes[size++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                bytes[size++] = bytes[i];
            }
        }
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tell(Code.UNAVAILABLE, "transport is closing");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tell(Code.INTERNAL, String.valueOf(cause.getMessage()));
    }
}
