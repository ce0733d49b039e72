package dev.drover.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One TCP connection to a port of loopback that sends whatever bytes a test wants. Every read is bounded. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawClient connect(int port) throws IOException {
        return connect(port, Duration.ofSeconds(10));
    }

    public static RawClient connect(int port, Duration patience) throws IOException {
        return over(new Socket(), port, patience);
    }

    /** Over a socket that is already set up as wanted (TLS, a small receive buffer), not yet connected. */
    public static RawClient over(Socket socket, int port, Duration patience) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) patience.toMillis());
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public RawClient send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** The sending half ends; the receiving half stays open. */
    public RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next final response to anything but HEAD; empty when the peer closed instead. */
    public Optional<Reply> reply() throws IOException {
        return Reply.read(in, false);
    }

    public Optional<Reply> replyToHead() throws IOException {
        return Reply.read(in, true);
    }

    /** The next head, also an interim one; its body stays unread. */
    public Optional<Reply> head() throws IOException {
        return Reply.readHead(in);
    }

    /** What came until the peer closed; a reset counts as closing. */
    public record End(List<Reply> replies, boolean closed, String note) {}

    /** Reads responses until the peer closes or is silent for longer than the patience. */
    public End replies() {
        var replies = new ArrayList<Reply>();
        try {
            while (true) {
                Optional<Reply> next = reply();
                if (next.isEmpty()) {
                    return new End(replies, true, "closed");
                }
                replies.add(next.get());
            }
        } catch (IOException e) {
            boolean silent = e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
            return new End(replies, !silent, String.valueOf(e));
        }
    }

    /** One byte, or -1 when the peer closed. */
    public int read() throws IOException {
        return in.read();
    }

    public byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    public void patience(Duration duration) throws IOException {
        socket.setSoTimeout((int) duration.toMillis());
    }

    /** RST instead of FIN. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
