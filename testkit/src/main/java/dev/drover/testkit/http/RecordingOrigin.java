package dev.drover.testkit.http;

import dev.drover.testkit.Await;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An origin that keeps every byte it receives, by connection, and answers each request that {@link StrictRequest} accepts. It
 * ends the connection behind bytes that it does not accept.
 */
public final class RecordingOrigin implements AutoCloseable {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Listening listening = new Listening(0, this::talk);
    private final List<Recording> recordings = new CopyOnWriteArrayList<>();
    private final List<StrictRequest> requests = new CopyOnWriteArrayList<>();

    /** What came over one connection. */
    public static final class Recording {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final InputStream coming;
        private String refused = "";
        /** Bytes of whole requests. */
        private int whole;

        private boolean ended;

        private Recording(InputStream coming) {
            this.coming = coming;
        }

        public synchronized byte[] bytes() {
            return bytes.toByteArray();
        }

        /** Why the bytes behind the last request are none; empty when all were read. */
        public synchronized String refused() {
            return refused;
        }

        private synchronized boolean isOpen() {
            return !ended;
        }

        /** Nothing is on its way: it has ended, or waits for the first byte of its next request. */
        private synchronized boolean isAtRest() throws IOException {
            return ended || (bytes.size() == whole && coming.available() == 0);
        }

        private synchronized void isWhole() {
            whole = bytes.size();
        }

        private synchronized void end() {
            ended = true;
        }

        private synchronized void add(int b) {
            bytes.write(b);
        }

        private synchronized void add(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        private synchronized void refuse(IOException why) {
            refused = String.valueOf(why);
        }
    }

    public int port() {
        return listening.port();
    }

    public List<Recording> recordings() {
        return List.copyOf(recordings);
    }

    /** All requests so far, over whichever connections, in the order they were complete. */
    public List<StrictRequest> requests() {
        return List.copyOf(requests);
    }

    /** Bytes received so far. */
    public long received() {
        return recordings.stream().mapToLong(r -> r.bytes().length).sum();
    }

    /**
     * Returns when all that was sent to it so far is received: each connection that was made has ended, or waits for its next request. What
     * is received late would be taken for a part of what is sent next.
     */
    public void awaitRest(Duration atMost) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port())) {
            // It is served, and so are all that connected before it.
            probe.setSoTimeout((int) atMost.toMillis());
            probe.shutdownOutput();
            int end = probe.getInputStream().read();
            if (end >= 0) {
                throw new IllegalStateException("an answer to nothing");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the origin has received all", atMost, () -> {
            long open = recordings.stream().filter(Recording::isOpen).count();
            return open == listening.connections() && isAtRest();
        });
    }

    private boolean isAtRest() throws IOException {
        for (Recording recording : recordings) {
            if (!recording.isAtRest()) {
                return false;
            }
        }
        return true;
    }

    /** What came that was no unambiguous request. */
    public List<String> refused() {
        return recordings.stream()
                .map(Recording::refused)
                .filter(r -> !r.isEmpty())
                .toList();
    }

    private void talk(Socket socket) throws IOException {
        var recording = new Recording(socket.getInputStream());
        recordings.add(recording);
        InputStream in = new Tee(new BufferedInputStream(socket.getInputStream()), recording);
        try {
            while (true) {
                Optional<StrictRequest> request = StrictRequest.read(in);
                if (request.isEmpty()) {
                    return;
                }
                recording.isWhole();
                requests.add(request.get());
                socket.getOutputStream().write(OK);
            }
        } catch (IOException e) {
            recording.refuse(e);
        } finally {
            recording.end();
        }
    }

    @Override
    public void close() {
        listening.close();
    }

    private static final class Tee extends FilterInputStream {
        private final Recording recording;

        Tee(InputStream in, Recording recording) {
            super(in);
            this.recording = recording;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                recording.add(b);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                recording.add(buffer, offset, count);
            }
            return count;
        }
    }
}
