package dev.drover.gateway.exchange;

import dev.drover.http.upstream.Link;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;

/** An upgraded connection (RFC 9110 section 7.8): bytes both ways, whatever they mean. */
final class Tunnel {
    private final ClientConnection client;
    private final Link link;
    private final long idle;

    /**
     * Both connections are whole.
     *
     * @param idle longest silence of both sides in milliseconds
     */
    Tunnel(ClientConnection client, Link link, long idle) {
        this.client = client;
        this.link = link;
        this.idle = idle;
    }

    /** Passes bytes on. Takes them over. */
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
        client.adjustReading();
    }

    /** The client has half-closed. */
    void clientSaysNoMore() {
        if (link.channel() instanceof SocketChannel socket) {
            var _ = socket.shutdownOutput();
        }
    }
}
