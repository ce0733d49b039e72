package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Timeline;
import dev.drover.http.body.Body;
import dev.drover.http.head.ResponseHead;
import dev.drover.http.upstream.Fault;
import dev.drover.http.upstream.Receiver;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes an upstream's response and writes it to the client: a head of our own, then the body framed as the client can read it. */
final class Delivery implements Receiver {
    private final ClientConnection client;
    private final Forward forward;
    private final Body stripped = new Body();
    private ResponseWriter.Framing framing = ResponseWriter.Framing.SAME;
    private boolean closes;
    private boolean begun;
    private @Nullable Tunnel tunnel;

    Delivery(ClientConnection client, Forward forward) {
        this.client = client;
        this.forward = forward;
    }

    /** Another request. */
    void start() {
        begun = false;
    }

    /** True: something of the final response was passed on. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the connection must end after this response. */
    boolean closes() {
        return closes;
    }

    @Override
    public void interim(ResponseHead head) {
        boolean wanted = head.status() != 100
                || (client.head().expectsContinue() && !forward.upload().isRepeated());
        if (wanted && client.head().minorVersion() == 1) {
            ByteBuf text = client.exchange().scratch();
            client.exchange().responses().interim(head, text);
            client.output().send(text);
            client.output().flush();
        }
    }

    @Override
    public void head(ResponseHead head, ByteBuf first, boolean last) {
        int status = head.status();
        if (status >= 500 && forward.isRefused(status)) {
            first.release();
            forward.again(last);
            return;
        }
        if (status < 500) {
            client.exchange().lane().answered(client.request(), status);
        }
        begun = true;
        forward.upload().forget();
        Notes notes = client.request().notes();
        notes.status(status);
        notes.timeline().enter(Timeline.State.STREAM, client.nanos());
        if (status == 101) {
            upgrade(head, first);
        } else {
            begin(head, forward.linked().body().end(), first, last);
            afterPiece(last);
        }
    }

    private void upgrade(ResponseHead head, ByteBuf first) {
        framing = ResponseWriter.Framing.SAME;
        closes = true;
        client.output().send(text(head, ResponseWriter.Afterwards.UPGRADE));
        var opened = new Tunnel(client, forward, forward.linked());
        tunnel = opened;
        forward.upgraded();
        client.tunnel();
        opened.toClient(first);
        opened.passHeld();
    }

    /** The upgraded connection. */
    Tunnel tunnel() {
        return Objects.requireNonNull(tunnel, "there is no tunnel");
    }

    @Override
    public void tunnelled(ByteBuf bytes) {
        tunnel().toClient(bytes);
    }

    /** The head and the body's first bytes, which it takes over. */
    private void begin(ResponseHead head, Body.End end, ByteBuf first, boolean last) {
        framing = framing(end, client.head().minorVersion() == 1);
        if (framing == ResponseWriter.Framing.STRIPPED) {
            stripped.chunked();
        }
        boolean unframed = framing == ResponseWriter.Framing.NONE || framing == ResponseWriter.Framing.STRIPPED;
        closes = client.answers().closesAfterwards() || unframed;
        ByteBuf text = text(head, client.answers().afterwards(closes));
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

    @Override
    public void body(ByteBuf bytes, boolean last) {
        pass(bytes, last);
        afterPiece(last);
    }

    private void afterPiece(boolean last) {
        if (last) {
            forward.done();
            return;
        }
        client.silence(client.nanos(), forward.patience().idle());
        if (!client.context().channel().isWritable()) {
            forward.linked().read(false);
        }
    }

    /** The next bytes of the body, which it takes over. */
    private void pass(ByteBuf bytes, boolean last) {
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

    private void write(ByteBuf bytes) {
        client.request().notes().addSent(bytes.readableBytes());
        client.output().write(bytes);
    }

    @Override
    public void finished() {
        tunnel().upstreamSaysNoMore();
    }

    @Override
    public void readComplete() {
        client.output().flush();
    }

    @Override
    public void writable(boolean now) {
        forward.writable(now);
    }

    @Override
    public void failed(Fault fault) {
        if (client.state() == ClientState.TUNNEL) {
            tunnel().ended();
        } else {
            forward.failed(fault);
        }
    }
}
