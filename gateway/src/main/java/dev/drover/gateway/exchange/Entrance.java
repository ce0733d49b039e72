package dev.drover.gateway.exchange;

import dev.drover.model.Listener;
import dev.drover.model.Network;
import dev.drover.wire.tls.ServerKeys;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** What a model says of a listener, as new connections find it. A connection keeps the one it came through. */
record Entrance(Listener listener, ServerKeys keys, List<Network> trusted) {
    Entrance {
        trusted = List.copyOf(trusted);
    }

    String name() {
        return listener.name();
    }

    boolean isEncrypted() {
        return listener.protocol() == Listener.Protocol.HTTPS;
    }

    ChannelHandler tls(ByteBufAllocator allocator, Duration handshake) {
        return keys.handler(listener.certificates(), allocator, handshake);
    }

    boolean trusts(InetAddress peer) {
        for (Network network : trusted) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }
}
