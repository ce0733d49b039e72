package dev.drover.gateway.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream on a raw socket: a test writes what happens on each connection. */
final class ScriptedUpstream implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread accepting;

    /** What happens on one connection. */
    interface Script {
        void play(Peer peer) throws Exception;
    }

    /** One connection, its reads bounded in time. */
    final class Peer {
        final Socket socket;
        final InputStream in;
        final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(10_000);
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** The next request head, or an exception at the end. */
        String head() throws IOException {
            var text = new StringBuilder();
            while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended: " + text);
                }
                text.append((char) next);
            }
            heads.add(text.toString());
            return text.toString();
        }

        String read(int bytes) throws IOException {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    ScriptedUpstream(Script script) throws IOException {
        accepting = Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> play(script, socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (Exception e) {
            // The test sees what the client sees.
        }
    }

    /** Answers every request alike, over kept connections. */
    static ScriptedUpstream always(String response) throws IOException {
        return new ScriptedUpstream(peer -> {
            while (true) {
                peer.head();
                peer.send(response);
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Ends listening, then every connection: a request whose connection ends may come again, and must find nobody. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
