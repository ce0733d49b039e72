package dev.drover.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A response as a client reads it (RFC 9112 section 6).
 *
 * @param fields names in lower case, in the order received
 * @param trailers of a chunked body
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Reply(
        String statusLine,
        int status,
        List<Map.Entry<String, String>> fields,
        byte[] body,
        List<Map.Entry<String, String>> trailers) {

    /** The connection ended inside a response. */
    public static final class Cut extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean headSeen;

        Cut(boolean headSeen, Throwable cause) {
            super(headSeen ? "cut inside the body" : "cut before the head was complete", cause);
            this.headSeen = headSeen;
        }

        public boolean headSeen() {
            return headSeen;
        }
    }

    /** Reads one response, interim ones skipped. Empty when the connection ended before its first byte. */
    static Optional<Reply> read(InputStream in, boolean head) throws IOException {
        Reply reply;
        do {
            Optional<Reply> next = readHead(in);
            if (next.isEmpty()) {
                return next;
            }
            reply = next.get();
        } while (reply.status < 200 && reply.status != 101);
        try {
            return Optional.of(head ? reply : reply.withBody(in));
        } catch (IOException e) {
            throw new Cut(true, e);
        }
    }

    /** Reads one head, interim or final. */
    static Optional<Reply> readHead(InputStream in) throws IOException {
        try {
            Optional<String> first = line(in);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            String line = first.get();
            if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
                throw new IOException("not a status line: " + line);
            }
            int status = Integer.parseInt(line.substring(9, 12));
            return Optional.of(new Reply(line, status, fields(in), new byte[0], List.of()));
        } catch (IOException e) {
            throw new Cut(false, e);
        }
    }

    private Reply withBody(InputStream in) throws IOException {
        if (status == 204 || status == 304 || status == 101) {
            return this;
        }
        if (field("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return chunked(in);
        }
        Optional<String> length = field("content-length");
        if (length.isPresent()) {
            return new Reply(statusLine, status, fields, exactly(in, Integer.parseInt(length.get())), trailers);
        }
        return new Reply(statusLine, status, fields, in.readAllBytes(), trailers);
    }

    private Reply chunked(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            String size = line(in).orElseThrow(EOFException::new);
            int length = Integer.parseInt(size.replaceFirst(";.*", "").strip(), 16);
            if (length == 0) {
                return new Reply(statusLine, status, fields, all.toByteArray(), fields(in));
            }
            all.writeBytes(exactly(in, length));
            if (!line(in).orElseThrow(EOFException::new).isEmpty()) {
                throw new IOException("no CRLF behind a chunk");
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static List<Map.Entry<String, String>> fields(InputStream in) throws IOException {
        var fields = new ArrayList<Map.Entry<String, String>>();
        while (true) {
            String line = line(in).orElseThrow(EOFException::new);
            if (line.isEmpty()) {
                return List.copyOf(fields);
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("not a field: " + line);
            }
            fields.add(Map.entry(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
    }

    /** A line without its CRLF; empty at the end of the stream. */
    static Optional<String> line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(80);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String line = bytes.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            }
            bytes.write(b);
        }
        if (bytes.size() > 0) {
            throw new EOFException("inside a line: " + bytes.toString(StandardCharsets.ISO_8859_1));
        }
        return Optional.empty();
    }

    /** The value of the first field of that name, given in lower case. */
    public Optional<String> field(String name) {
        return fields.stream()
                .filter(f -> f.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether the server said that it ends the connection behind this response. */
    public boolean closes() {
        return field("connection").filter("close"::equalsIgnoreCase).isPresent() || statusLine.startsWith("HTTP/1.0");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return statusLine + "\n" + fields + "\n\n" + text();
    }
}
