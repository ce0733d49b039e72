package dev.drover.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A kept connection that speaks as much of HTTP/1.1 (RFC 9112) as a load needs: one request at a time, answers that tell their length
 * or come in chunks. For one thread; it holds 2 KB, so that ten thousand of them are small beside what they ask.
 */
final class Wire implements AutoCloseable {
    private static final int BUFFER = 2048;

    private final Door door;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /**
     * An answer.
     *
     * @param index {@code X-Consul-Index}; 0 where there is none
     * @param body each byte as one character
     */
    record Told(int status, long index, String body) {}

    /**
     * Where a server is asked.
     *
     * @param headers that each request carries, each with the end of its line
     */
    record Door(String host, int port, String headers) {
        static Door local(int port) {
            return new Door("127.0.0.1", port, "");
        }
    }

    Wire(Door door) throws IOException {
        this.door = door;
        socket = new Socket(door.host, door.port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** What is there; anything but 200 is a failure. */
    Told get(String target) throws IOException {
        return asked("GET " + target, "");
    }

    /** Changes something; anything but 200 is a failure. */
    Told put(String target, String body) throws IOException {
        return asked("PUT " + target, body);
    }

    private Told asked(String what, String body) throws IOException {
        String request = what + " HTTP/1.1\r\nHost: localhost\r\n" + door.headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        Told told = answer();
        if (told.status != 200) {
            throw new IOException(what + " is answered " + told.status + ": " + told.body);
        }
        return told;
    }

    private Told answer() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        long index = 0;
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "x-consul-index" -> index = Long.parseLong(value);
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = true;
                default -> {}
            }
        }
        var body = new ByteArrayOutputStream(length);
        if (chunked) {
            chunks(body);
        } else {
            copy(length, body);
        }
        return new Told(status, index, body.toString(StandardCharsets.ISO_8859_1));
    }

    /** RFC 9112, section 7.1, without trailers and extensions. */
    private void chunks(ByteArrayOutputStream to) throws IOException {
        for (int size = size(); size > 0; size = size()) {
            copy(size, to);
            line();
        }
        line();
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void copy(int count, ByteArrayOutputStream to) throws IOException {
        int left = count;
        while (left > 0) {
            fill();
            int part = Math.min(left, end - at);
            to.write(buffer, at, part);
            at += part;
            left -= part;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            fill();
            char c = (char) (buffer[at++] & 0xff);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
    }

    /** Reads on where nothing is left. */
    private void fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                throw new EOFException("the server closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
