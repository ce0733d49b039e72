package dev.drover.http.head;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Feeds heads to the parsers and tells what came of it in words. */
final class Parsed {
    private Parsed() {}

    static RequestHead request(String text) {
        var head = new RequestHead(HeadLimits.DEFAULT);
        feed(head, bytes(text), List.of());
        return head;
    }

    static Flaw requestFlaw(String text) {
        return request(text).flaw();
    }

    static ResponseHead response(String text) {
        var head = new ResponseHead(HeadLimits.DEFAULT);
        feed(head, bytes(text), List.of());
        return head;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Feeds the bytes in pieces that end at the cuts; returns the last progress and how many bytes were taken. */
    static String feed(Head head, byte[] bytes, List<Integer> cuts) {
        var ends = new ArrayList<>(cuts);
        ends.add(bytes.length);
        Head.Progress progress = Head.Progress.MORE;
        int from = 0;
        int taken = 0;
        for (int end : ends.stream().sorted().toList()) {
            if (progress == Head.Progress.MORE && end > from) {
                ByteBuf piece = Unpooled.wrappedBuffer(bytes, from, end - from);
                progress = head.read(piece);
                taken = end - piece.readableBytes();
                from = end;
            }
        }
        return switch (progress) {
            case MORE -> "more";
            case FLAWED -> "flawed " + head.flaw();
            case DONE -> "done after " + taken + " " + describe(head);
        };
    }

    static String describe(Head head) {
        var text = new StringBuilder();
        switch (head) {
            case RequestHead r ->
                text.append(r.method())
                        .append(' ')
                        .append(r.text(r.pathStart(), r.pathEnd()))
                        .append(r.queryStart() < 0 ? "" : "?" + r.text(r.queryStart(), r.queryEnd()))
                        .append(" host=")
                        .append(r.text(r.authorityStart(), r.authorityEnd()))
                        .append(" length=" + r.contentLength() + " chunked=" + r.isChunked() + " keep="
                                + r.keepsAlive());
            case ResponseHead r ->
                text.append(r.status())
                        .append(" length=" + r.contentLength() + " chunked=" + r.isChunked() + " keep="
                                + r.keepsAlive());
        }
        for (int i = 0; i < head.fields(); i++) {
            text.append(" [")
                    .append(head.text(head.nameStart(i), head.nameEnd(i)))
                    .append('=')
                    .append(head.value(i))
                    .append(' ')
                    .append(head.kind(i))
                    .append(']');
        }
        return text.toString();
    }
}
