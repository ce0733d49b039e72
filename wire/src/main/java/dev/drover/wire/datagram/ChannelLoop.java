package dev.drover.wire.datagram;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** A thread with a channel of the JDK: one datagram after another, where the system's batches are missing. */
final class ChannelLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(ChannelLoop.class.getName());

    private final DatagramChannel channel;
    private final Responder responder;
    private final Peer peer = new Peer();

    ChannelLoop(DatagramChannel channel, Responder responder) {
        this.channel = channel;
        this.responder = responder;
    }

    @Override
    public void run() {
        ByteBuffer direct = ByteBuffer.allocateDirect(Responder.LONGEST + 1);
        try (channel) {
            while (channel.isOpen()) {
                serve(direct);
            }
        } catch (ClosedChannelException ended) {
            // As it was told to.
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "receiving datagrams failed: " + e.getMessage());
        }
    }

    private void serve(ByteBuffer direct) throws IOException {
        SocketAddress from = channel.receive(direct.clear());
        int length = direct.flip().limit();
        if (!(from instanceof InetSocketAddress sender) || length > Responder.LONGEST || sender.getPort() == 0) {
            return;
        }
        peer.set(sender);
        direct.get(responder.buffer(0), 0, length);
        responder.take(0, length, peer);
        responder.prepare(1);
        int size = responder.respond(0);
        if (size > 0 && size <= Responder.LONGEST) {
            direct.clear().put(responder.buffer(0), 0, size).flip();
            try {
                channel.send(direct, sender);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException unreachable) {
                // No route to who asked; the next one may have one.
            }
        }
    }

    /** Ends it at once. From any thread. */
    void end() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a channel: " + e.getMessage());
        }
    }
}
