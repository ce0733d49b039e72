package dev.drover.wire.listen;

import dev.drover.wire.Loop;
import io.netty.channel.socket.SocketChannel;

/** Who gets new connections, on the loop that owns them from then on. It adds handlers, or closes what it does not want. */
public interface Acceptor {
    void accepted(Loop loop, SocketChannel connection);
}
