package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a ZooKeeper server on which answers get lost: the server did what it was asked, and nobody is told. */
final class Cutter implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final AtomicBoolean armed = new AtomicBoolean();

    /** A connection there and back. */
    private static final class Way {
        final Socket client;
        final Socket server;
        volatile boolean deaf;

        Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void end() {
            for (var socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is closed all the same.
                }
            }
        }
    }

    /** @param address {@code HOST:PORT} */
    Cutter(String address) throws IOException {
        target = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return door.getInetAddress().getHostAddress() + ":" + door.getLocalPort();
    }

    /** The answer to the next entry that is appended is lost, and its connection with it. */
    void loseNextAnswer() {
        armed.set(true);
    }

    /** Whether that has happened. */
    boolean lost() {
        return !armed.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var way = new Way(door.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                Thread.ofVirtual().start(() -> there(way));
                Thread.ofVirtual().start(() -> back(way));
            } catch (IOException e) {
                // The door is closed, or the server is: whoever came sees it.
            }
        }
    }

    private void there(Way way) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = way.client.getInputStream().read(buffer);
                    n > 0;
                    n = way.client.getInputStream().read(buffer)) {
                if (new String(buffer, 0, n, ISO_8859_1).contains("\"commands\":")
                        && armed.compareAndSet(true, false)) {
                    way.deaf = true;
                }
                way.server.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // It ends.
        } finally {
            way.end();
        }
    }

    private void back(Way way) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = way.server.getInputStream().read(buffer);
                    n > 0 && !way.deaf;
                    n = way.server.getInputStream().read(buffer)) {
                way.client.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // It ends.
        } finally {
            way.end();
        }
    }
}
