package dev.drover.proof;

import dev.drover.http.body.Body;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.head.RequestHead;
import dev.drover.testkit.http.StrictRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Drover's own parser as one more reader, without the rest of Drover around it. */
final class OwnReader implements RequestReader {
    private final HeadLimits limits;

    OwnReader(HeadLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "drover";
    }

    /** The last is {@code flaw ...} or {@code incomplete} where the bytes are not all requests. */
    @Override
    public List<String> understand(byte[] bytes) throws IOException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        var found = new ArrayList<String>();
        var head = new RequestHead(limits);
        while (in.isReadable()) {
            head.clear();
            switch (head.read(in)) {
                case MORE -> {
                    found.add("incomplete");
                    return found;
                }
                case FLAWED -> {
                    found.add("flaw " + head.flaw());
                    return found;
                }
                case DONE -> {
                    String body = body(head, in);
                    if (body.startsWith("flaw") || body.startsWith("incomplete")) {
                        found.add(body);
                        return found;
                    }
                    found.add(meaning(head, body.substring(1)));
                    if (!head.keepsAlive()) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    private static String meaning(RequestHead head, String body) {
        String target = text(head, head.pathStart(), head.pathEnd());
        if (head.isAsterisk()) {
            target = "*";
        } else if (target.isEmpty()) {
            target = "/";
        }
        if (head.queryStart() >= 0) {
            target += "?" + text(head, head.queryStart(), head.queryEnd());
        }
        return StrictRequest.meaning(
                head.method(),
                target,
                text(head, head.authorityStart(), head.authorityEnd()),
                body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(RequestHead head, int from, int to) {
        return new String(head.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The content behind an equals sign, or what is wrong with it. */
    private static String body(RequestHead head, ByteBuf in) throws IOException {
        var body = new Body();
        if (head.isChunked()) {
            body.chunked();
        } else {
            body.length(Math.max(0, head.contentLength()));
        }
        ByteBuf taken = in.readSlice(body.take(in));
        return switch (body.state()) {
            case OPEN -> "incomplete body";
            case FLAWED -> "flaw in the body";
            case COMPLETE -> "=" + content(head, taken.toString(StandardCharsets.ISO_8859_1));
        };
    }

    /** Content of chunks, by a reader that is not Drover's. */
    private static String content(RequestHead head, String framed) throws IOException {
        if (!head.isChunked()) {
            return framed;
        }
        String whole = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + framed;
        var read = StrictRequest.read(new ByteArrayInputStream(whole.getBytes(StandardCharsets.ISO_8859_1)));
        return new String(read.orElseThrow().body(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {}
}
