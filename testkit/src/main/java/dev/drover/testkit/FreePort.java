package dev.drover.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of loopback that was free a moment ago, for streams and for datagrams; only for programs that cannot be told to take
 * port 0. It lies below the ports that Linux gives out by itself (32768 and up), so that nobody who asks for port 0 takes it
 * while its program restarts, and none is given twice: a test that wants three has three.
 */
public final class FreePort {
    private static final int LOWEST = 12_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 100;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (var _ = new ServerSocket(port, 1, loopback);
                    var _ = new DatagramSocket(new InetSocketAddress(loopback, port))) {
                if (GIVEN.add(port)) {
                    return port;
                }
            } catch (IOException e) {
                // Taken; another.
            }
        }
        throw new IllegalStateException("no free port found in " + TRIES + " tries");
    }
}
