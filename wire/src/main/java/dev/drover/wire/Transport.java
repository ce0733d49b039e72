package dev.drover.wire;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;

/** How sockets are waited for. */
public enum Transport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public ChannelFactory<SocketChannel> client(InetAddress to) {
            return to instanceof Inet4Address
                    ? () -> new EpollSocketChannel(SocketProtocolFamily.INET)
                    : EpollSocketChannel::new;
        }

        @Override
        public ChannelFactory<ServerChannel> server(boolean onlyIpv4) {
            return onlyIpv4
                    ? () -> new EpollServerSocketChannel(SocketProtocolFamily.INET)
                    : EpollServerSocketChannel::new;
        }
    },
    /** Of the JDK: where the native library is missing. One listening socket serves all loops. */
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public ChannelFactory<SocketChannel> client(InetAddress to) {
            return NioSocketChannel::new;
        }

        @Override
        public ChannelFactory<ServerChannel> server(boolean onlyIpv4) {
            return NioServerSocketChannel::new;
        }
    };

    abstract IoHandlerFactory handlers();

    /** Makes sockets that can connect to such an address; one of IPv4 alone costs the kernel a little less. */
    public abstract ChannelFactory<SocketChannel> client(InetAddress to);

    /** Makes sockets that can listen: of IPv4 alone, or of both families. */
    public abstract ChannelFactory<ServerChannel> server(boolean onlyIpv4);

    /** The best that this machine has. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }
}
