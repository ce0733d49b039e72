package dev.drover.wire.listen;

import dev.drover.wire.HeldMemory;
import dev.drover.wire.Loop;
import dev.drover.wire.Loops;
import dev.drover.wire.ReadBuffers;
import dev.drover.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that is listened on.
 *
 * <p>Each loop has its own socket and the kernel spreads connections over them ({@code SO_REUSEPORT}, socket(7)), so that a
 * connection is accepted where it lives. Since that option would also let a second process of the same user bind the port and
 * take half of the connections, the port is first bound without it: so a port in use is always an error.
 */
public final class Listening implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 128 << 10);

    private final Loops loops;
    private final Acceptor acceptor;
    private final List<Channel> sockets = new ArrayList<>();
    private final int port;

    private Listening(Loops loops, InetSocketAddress address, Acceptor acceptor) throws IOException {
        this.loops = loops;
        this.acceptor = acceptor;
        this.port = bindAll(address);
    }

    /**
     * Binds and listens. Nothing is accepted before {@link #accept}; who connects meanwhile waits in the backlog.
     *
     * @param host {@code *} for all addresses of both families, else an address
     * @throws IOException with the reason in words, such as a port in use
     */
    public static Listening open(Loops loops, String host, int port, Acceptor acceptor) throws IOException {
        try {
            var address = host.equals("*")
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.ofLiteral(host), port);
            return new Listening(loops, address, acceptor);
        } catch (IllegalArgumentException e) {
            throw new IOException(host + " is not an IP address", e);
        }
    }

    private int bindAll(InetSocketAddress address) throws IOException {
        Transport transport = loops.get(0).transport();
        boolean shared = transport == Transport.EPOLL && loops.count() > 1;
        if (shared && address.getPort() != 0) {
            assertFree(address);
        }
        try {
            int bound = bind(loops.get(0), address, shared);
            for (int i = 1; i < loops.count() && shared; i++) {
                bind(loops.get(i), new InetSocketAddress(address.getAddress(), bound), true);
            }
            return bound;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The address that stands for all of them is one of both families. */
    private static boolean onlyIpv4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address one && !one.isAnyLocalAddress();
    }

    private static void assertFree(InetSocketAddress address) throws IOException {
        try (var probe = new ServerSocket()) {
            probe.bind(address, 1);
        } catch (BindException e) {
            throw new IOException(reason(e), e);
        }
    }

    private int bind(Loop loop, InetSocketAddress address, boolean shared) throws IOException {
        boolean alone = loop.transport() == Transport.NIO;
        EventLoop events = loop.events();
        var bootstrap = new ServerBootstrap()
                .group(events, alone ? loops.group() : events)
                .channelFactory(loop.transport().server(onlyIpv4(address)))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, ReadBuffers.INSTANCE)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, HeldMemory.INSTANCE)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        acceptor.accepted(loops.of(connection.eventLoop()), connection);
                    }
                });
        if (shared) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(reason(binding.cause()), binding.cause());
        }
        sockets.add(binding.channel());
        return ((InetSocketAddress) binding.channel().localAddress()).getPort();
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return "the address is in use";
        }
        if (message.contains("denied")) {
            return "ports below 1024 need root or CAP_NET_BIND_SERVICE";
        }
        if (message.contains("assign requested address")) {
            return "this machine does not have the address";
        }
        return message;
    }

    /** The port that was asked for, or the one the system chose for port 0. */
    public int port() {
        return port;
    }

    /**
     * Begins, or ends, to accept; in force once the loops have heard of it. What is not accepted waits in the backlog. From any
     * thread: told from elsewhere than its loop, an epoll channel would still take the accept that is pending.
     */
    public void accept(boolean on) {
        for (var socket : sockets) {
            socket.eventLoop().execute(() -> socket.config().setAutoRead(on));
        }
    }

    /** Listens no more; accepted connections stay. */
    @Override
    public void close() {
        sockets.forEach(s -> s.close().awaitUninterruptibly(1000));
    }
}
