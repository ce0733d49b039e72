package dev.drover.dns.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Between a secondary and its primary: ends connections, or spoils a byte, after so many bytes of the primary. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile long spoilAt = Long.MAX_VALUE;

    /** Connections that were cut or spoilt. */
    final AtomicInteger harmed = new AtomicInteger();

    CuttingProxy(int behind) throws IOException {
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cutAfter(long bytes) {
        cutAfter = bytes;
        spoilAt = Long.MAX_VALUE;
    }

    void spoilAt(long bytes) {
        spoilAt = bytes;
        cutAfter = Long.MAX_VALUE;
    }

    void pass() {
        cutAfter(Long.MAX_VALUE);
    }

    private void accept() {
        while (true) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                Thread.ofVirtual().start(() -> copy(client, server, false));
                Thread.ofVirtual().start(() -> copy(server, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to, boolean harmful) {
        var buffer = new byte[4096];
        long passed = 0;
        try (from;
                to) {
            while (true) {
                int length = from.getInputStream().read(buffer);
                if (length < 0) {
                    return;
                }
                if (harmful && passed <= spoilAt && spoilAt < passed + length) {
                    buffer[(int) (spoilAt - passed)]++;
                    harmed.incrementAndGet();
                }
                passed += length;
                if (harmful && passed > cutAfter) {
                    harmed.incrementAndGet();
                    return;
                }
                to.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException gone) {
            // Either side may go.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
