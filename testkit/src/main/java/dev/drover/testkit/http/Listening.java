package dev.drover.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A listening socket on loopback that hands each connection to a virtual thread. */
final class Listening implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Thread accepting;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done with a connection. The socket is closed behind it. */
    interface Talk {
        void with(Socket socket) throws IOException;
    }

    Listening(int port, Talk talk) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
        accepting = Thread.ofVirtual().start(() -> accept(talk));
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections open now. */
    int connections() {
        return open.size();
    }

    private void accept(Talk talk) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> talk(talk, socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void talk(Talk talk, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            talk.with(socket);
        } catch (SocketException e) {
            // The peer went away, or this side is being closed.
        } catch (IOException e) {
            // A peer that speaks badly is the test's subject; whoever needs to know records it itself.
        } finally {
            open.remove(socket);
        }
    }

    /** Ends listening and every connection. The kernel listens until the thread that accepts has let go. */
    @Override
    public void close() {
        try {
            server.close();
            accepting.join(Duration.ofSeconds(5));
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
