package dev.drover.wire;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How sockets are waited for. */
public enum Transport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public Class<? extends SocketChannel> client() {
            return EpollSocketChannel.class;
        }

        @Override
        public Class<? extends ServerChannel> server() {
            return EpollServerSocketChannel.class;
        }
    },
    /** Of the JDK: where the native library is missing. One listening socket serves all loops. */
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public Class<? extends SocketChannel> client() {
            return NioSocketChannel.class;
        }

        @Override
        public Class<? extends ServerChannel> server() {
            return NioServerSocketChannel.class;
        }
    };

    abstract IoHandlerFactory handlers();

    public abstract Class<? extends SocketChannel> client();

    public abstract Class<? extends ServerChannel> server();

    /** The best that this machine has. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }
}
