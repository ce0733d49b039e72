package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Notes;
import dev.drover.http.upstream.Link;
import io.netty.buffer.ByteBuf;

/**
 * An upgraded connection (RFC 9110 section 7.8): bytes both ways, whatever they mean. When one side ends its writing (FIN) the other
 * is told so behind the last byte, and the opposite direction goes on until it ends, too, or both fall silent.
 *
 * <pre>
 *           client FIN                 upstream FIN
 *   OPEN ----------------> to client only -------------> gone
 *    \---upstream FIN----> to upstream only --client FIN---^
 * </pre>
 *
 * A side with TLS knows no half: when the upstream ends, an encrypted client connection is closed.
 */
final class Tunnel {
    private final ClientConnection client;
    private final Forward forward;
    private final Link link;
    /** Longest silence of both sides in milliseconds. */
    private final long idle;

    /** Both connections are whole. */
    Tunnel(ClientConnection client, Forward forward, Link link) {
        this.client = client;
        this.forward = forward;
        this.link = link;
        this.idle = forward.patience().idle();
    }

    /** Passes bytes on without flushing. Takes them over. */
    void toClient(ByteBuf bytes) {
        if (bytes.isReadable()) {
            client.request().notes().addSent(bytes.readableBytes());
            client.output().write(bytes);
        } else {
            bytes.release();
        }
        client.silence(client.nanos(), idle);
        if (!client.context().channel().isWritable()) {
            link.read(false);
        }
    }

    /** Passes bytes on without flushing. Takes them over. */
    void toUpstream(ByteBuf bytes) {
        client.request().notes().addReceived(bytes.readableBytes());
        link.write(bytes);
        client.silence(client.nanos(), idle);
        client.adjustReading();
    }

    /** Passes on what the client said before it knew. */
    void passHeld() {
        for (ByteBuf early = client.input().next();
                early != null;
                early = client.input().next()) {
            toUpstream(early);
        }
        link.flush();
        if (client.input().hasEnded()) {
            link.finish();
        }
        client.adjustReading();
    }

    boolean wantsBytes() {
        return link.isWritable();
    }

    void clientSaysNoMore() {
        link.finish();
    }

    void upstreamSaysNoMore() {
        if (client.request().peer().isEncrypted()) {
            ended();
        } else {
            client.output().finishWhenWritten();
        }
    }

    /** Both sides are silent. */
    void expired() {
        client.request().notes().end(Notes.End.TIMED_OUT);
        forward.stop();
        client.close();
    }

    /** The upstream's connection is gone; what it said is still written. */
    void ended() {
        forward.stop();
        client.ended(true);
    }
}
