package dev.drover.wire.datagram;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An address whose datagrams are answered, by threads that each have a socket of their own; the kernel spreads clients over them
 * ({@code SO_REUSEPORT}, socket(7)). Since that option would let another process of the same user bind the port as well, the port is
 * first bound without it: so a port in use is always an error. On {@code *} each answer leaves from the address that was asked.
 */
public final class Datagrams implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How datagrams are taken from the system. */
    public enum Kind {
        /** Many by one call ({@code recvmmsg} of Linux). */
        BATCHES,
        /** One by one, by the JDK. On {@code *} there is a socket for each address that the machine has by then. */
        CHANNELS;

        /** The best that this machine has. */
        public static Kind best() {
            boolean linux = System.getProperty("os.name").equals("Linux");
            boolean known = System.getProperty("os.arch").matches("amd64|aarch64");
            return linux && known && Kind.class.getModule().isNativeAccessEnabled() ? BATCHES : CHANNELS;
        }
    }

    private record Running(Thread thread, Runnable end) {}

    private final Kind kind;
    private final Supplier<? extends Responder> responders;
    private final List<Running> running = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();
    private int port;

    private Datagrams(Kind kind, Supplier<? extends Responder> responders) {
        this.kind = kind;
        this.responders = responders;
    }

    /**
     * Binds and answers.
     *
     * @param host {@code *} for all addresses of both families, {@code 0.0.0.0} for those of IPv4, else an address
     * @param port 0 for any that is free
     * @param threads at least 1
     * @param responders gives each thread its own
     * @throws IOException with the reason in words, such as a port in use
     */
    public static Datagrams open(
            String host, int port, int threads, Kind kind, Supplier<? extends Responder> responders)
            throws IOException {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host.equals("*") ? "::" : host);
        } catch (IllegalArgumentException e) {
            throw new IOException(host + " is not an IP address", e);
        }
        var datagrams = new Datagrams(kind, responders);
        try {
            switch (kind) {
                case BATCHES -> datagrams.openBatches(new InetSocketAddress(address, port), threads);
                case CHANNELS -> datagrams.openChannels(new InetSocketAddress(address, port), threads);
            }
        } catch (IOException e) {
            datagrams.undo.forEach(Runnable::run);
            throw e;
        }
        datagrams.running.forEach(r -> r.thread().start());
        return datagrams;
    }

    private void openBatches(InetSocketAddress address, int threads) throws IOException {
        if (threads > 1 && address.getPort() != 0) {
            BatchSocket.open(address, false).close();
        }
        port = address.getPort();
        for (int i = 0; i < threads; i++) {
            var socket = BatchSocket.open(new InetSocketAddress(address.getAddress(), port), threads > 1);
            undo.add(socket::close);
            port = socket.port();
            var loop = new BatchLoop(socket, responders.get());
            add(loop, loop::end);
        }
    }

    private void openChannels(InetSocketAddress address, int threads) throws IOException {
        port = address.getPort();
        List<InetAddress> all = address.getAddress().isAnyLocalAddress()
                ? addresses(address.getAddress() instanceof Inet4Address)
                : List.of(address.getAddress());
        for (InetAddress one : all) {
            for (int i = 0; i < threads; i++) {
                var channel = channel(new InetSocketAddress(one, port), i > 0, threads > 1);
                port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                var loop = new ChannelLoop(channel, responders.get());
                undo.add(loop::end);
                add(loop, loop::end);
            }
        }
    }

    private static List<InetAddress> addresses(boolean ipv4) throws IOException {
        try (var interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !ipv4 || a instanceof Inet4Address)
                    .toList();
        }
    }

    private static DatagramChannel channel(InetSocketAddress address, boolean further, boolean shared)
            throws IOException {
        var family = address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        if (shared && !further && address.getPort() != 0) {
            channel(address, false, false).close();
        }
        var channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, shared);
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    String.valueOf(e.getMessage()).contains("in use") ? "the address is in use" : e.getMessage(), e);
        }
    }

    private void add(Runnable loop, Runnable end) {
        running.add(new Running(
                Thread.ofPlatform().daemon().name("datagrams-" + running.size()).unstarted(loop), end));
    }

    public Kind kind() {
        return kind;
    }

    /** The port that was asked for, or the one the system chose for port 0. */
    public int port() {
        return port;
    }

    /** Takes no more datagrams; returns when the threads have ended. */
    @Override
    public void close() {
        running.forEach(r -> r.end().run());
        boolean interrupted = false;
        for (Running r : running) {
            try {
                r.thread().join(PATIENCE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
