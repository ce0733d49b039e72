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
    private final Set<Integer> taken = new HashSet<>();

    public synchronized int take() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = free();
            if (taken.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on the loopback address");
    }

    public synchronized void give(int port) {
        taken.remove(port);
    }

    private static int free() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback address", e);
        }
    }
}
