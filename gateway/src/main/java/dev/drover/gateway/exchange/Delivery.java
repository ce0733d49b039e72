package dev.drover.gateway.exchange;

import dev.drover.http.body.Body;
import dev.drover.http.head.ResponseHead;
import io.netty.buffer.ByteBuf;

/** Writes an upstream's response to the client: a head of our own, then the body framed as the client can read it. */
final class Delivery {
    private final ClientConnection client;
    private final Body stripped = new Body();
    private ResponseWriter.Framing framing = ResponseWriter.Framing.SAME;
    private boolean closes;

    Delivery(ClientConnection client) {
        this.client = client;
    }

    /** Whether the connection must end after this response. */
    boolean closes() {
        return closes;
    }

    /** The head of a 101 response. */
    void upgrade(ResponseHead head) {
        framing = ResponseWriter.Framing.SAME;
        closes = true;
        client.output().send(text(head, ResponseWriter.Afterwards.UPGRADE));
    }

    /** The head and the body's first bytes, which it takes over. */
    void begin(ResponseHead head, Body.End end, ByteBuf first, boolean last) {
        framing = framing(end, client.head().minorVersion() == 1);
        if (framing == ResponseWriter.Framing.STRIPPED) {
            stripped.chunked();
        }
        boolean unframed = framing == ResponseWriter.Framing.NONE || framing == ResponseWriter.Framing.STRIPPED;
        closes = client.closesAfterwards() || unframed;
        ByteBuf text = text(head, client.afterwards(closes));
        if (framing != ResponseWriter.Framing.SAME || !putBefore(first, text)) {
            client.output().send(text);
        }
        pass(first, last);
    }

    private ByteBuf text(ResponseHead head, ResponseWriter.Afterwards then) {
        ByteBuf text = client.exchange().scratch();
        client.exchange()
                .responses()
                .forwarded(head, client.request(), client.request().notes().routed(), framing, then, text);
        return text;
    }

    private static ResponseWriter.Framing framing(Body.End end, boolean oneDotOne) {
        return switch (end) {
            case NONE, LENGTH -> ResponseWriter.Framing.SAME;
            case CHUNKED -> oneDotOne ? ResponseWriter.Framing.SAME : ResponseWriter.Framing.STRIPPED;
            case CLOSE -> oneDotOne ? ResponseWriter.Framing.CHUNKED : ResponseWriter.Framing.NONE;
        };
    }

    /** Writes the head into the memory before the body's first bytes, where the upstream's head was, if there is room. */
    private static boolean putBefore(ByteBuf first, ByteBuf text) {
        int start = first.readerIndex() - text.readableBytes();
        if (start < 0 || first.refCnt() != 1 || first.isReadOnly()) {
            return false;
        }
        first.setBytes(start, text);
        first.readerIndex(start);
        return true;
    }

    /** The next bytes of the body, which it takes over. */
    void pass(ByteBuf bytes, boolean last) {
        if (framing == ResponseWriter.Framing.STRIPPED) {
            stripped.strip(bytes);
        }
        if (framing == ResponseWriter.Framing.CHUNKED) {
            Rechunk.write(client, bytes, last);
        } else if (bytes.isReadable()) {
            write(bytes);
        } else {
            bytes.release();
        }
    }

    /** Takes the bytes over. */
    void write(ByteBuf bytes) {
        client.request().notes().addSent(bytes.readableBytes());
        client.output().write(bytes);
    }
}
