package dev.drover.wire.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.List;

/**
 * TLS as one listener begins it on new connections.
 *
 * @param certificates by declared name, the first for clients that name no server
 * @param handshake how long that may take
 */
public record ServerTls(ServerKeys keys, List<String> certificates, Duration handshake) {
    public ServerTls {
        certificates = List.copyOf(certificates);
    }

    public ChannelHandler handler(ByteBufAllocator allocator) {
        return keys.handler(certificates, allocator, handshake);
    }
}
