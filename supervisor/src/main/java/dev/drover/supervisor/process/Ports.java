package dev.drover.supervisor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Free ports of the loopback address, none given out twice at a time. Between here and the process that binds it another
 * program may take one; that process then fails to start and gets the next.
 */
public final class Ports {
    /** Where processes are told to listen. */
    public static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.1");

    private static final String NONE = "no free port on 127.0.0.1";

    private final Set<Integer> taken = new HashSet<>();

    public synchronized int take() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = free();
            if (taken.add(port)) {
                return port;
            }
        }
        throw new UncheckedIOException(NONE, new IOException("all are given out"));
    }

    public synchronized void give(int port) {
        taken.remove(port);
    }

    private static int free() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(ADDRESS, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(NONE, e);
        }
    }
}
