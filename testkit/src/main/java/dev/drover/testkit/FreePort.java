package dev.drover.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port of loopback that was free a moment ago; only for programs that cannot be told to take port 0. It lies below the
 * ports that Linux gives out by itself (32768 and up), so that nobody who asks for port 0 takes it while its program restarts.
 */
public final class FreePort {
    private static final int LOWEST = 12_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; another.
            }
        }
        throw new IllegalStateException("no free port found in " + TRIES + " tries");
    }
}
