package dev.drover.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request read by the narrowest rules of RFC 9112: what an origin may rely on when a gateway regenerates framing. Anything a
 * second reader might see differently is refused.
 *
 * @param fields names in lower case, in the order received
 * @param raw the bytes it was read from
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record StrictRequest(
        String method, String target, List<Map.Entry<String, String>> fields, byte[] body, byte[] raw) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern START = Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e]+) HTTP/1\\.1");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*([\\x20-\\x7e\\x80-\\xff\\t]*)");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})(;[\\x20-\\x7e\\t]*)?");

    /** Bytes that are not one unambiguous request. */
    public static final class Ambiguous extends IOException {
        private static final long serialVersionUID = 1;

        Ambiguous(String why) {
            super(why);
        }
    }

    /** Empty at the end of the connection. */
    public static Optional<StrictRequest> read(InputStream from) throws IOException {
        return new Reader(from).read();
    }

    /** All values of a field, in order. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    public String host() {
        return String.join(" + ", all("host"));
    }

    /** Method, target, host and body, for comparing what different readers understood. */
    public String meaning() {
        return meaning(method, target, host(), body);
    }

    /** The same, of parts that another reader gave. */
    public static String meaning(String method, String target, String host, byte[] body) {
        return method + " " + target + " " + host + " " + body.length + ":"
                + new String(body, StandardCharsets.ISO_8859_1);
    }

    private static final class Reader {
        private final InputStream in;
        private final ByteArrayOutputStream raw = new ByteArrayOutputStream();

        Reader(InputStream in) {
            this.in = in;
        }

        Optional<StrictRequest> read() throws IOException {
            Optional<String> start = line();
            if (start.isEmpty()) {
                return Optional.empty();
            }
            var first = START.matcher(start.get());
            if (!first.matches()) {
                throw new Ambiguous("start line: " + start.get());
            }
            List<Map.Entry<String, String>> fields = fields();
            byte[] body = body(fields);
            return Optional.of(new StrictRequest(first.group(1), first.group(2), fields, body, raw.toByteArray()));
        }

        private List<Map.Entry<String, String>> fields() throws IOException {
            var fields = new ArrayList<Map.Entry<String, String>>();
            while (true) {
                String line = line().orElseThrow(EOFException::new);
                if (line.isEmpty()) {
                    return List.copyOf(fields);
                }
                var field = FIELD.matcher(line);
                if (!field.matches()) {
                    throw new Ambiguous("field: " + line);
                }
                fields.add(Map.entry(
                        field.group(1).toLowerCase(Locale.ROOT), field.group(2).strip()));
            }
        }

        private byte[] body(List<Map.Entry<String, String>> fields) throws IOException {
            List<String> lengths = values(fields, "content-length");
            List<String> codings = values(fields, "transfer-encoding");
            if (values(fields, "host").size() != 1) {
                throw new Ambiguous("Host: " + values(fields, "host"));
            }
            if (lengths.size() + codings.size() > 1) {
                throw new Ambiguous("framing: " + lengths + codings);
            }
            if (!codings.isEmpty()) {
                if (!codings.getFirst().equals("chunked")) {
                    throw new Ambiguous("Transfer-Encoding: " + codings);
                }
                return chunks();
            }
            if (lengths.isEmpty()) {
                return new byte[0];
            }
            if (!LENGTH.matcher(lengths.getFirst()).matches()) {
                throw new Ambiguous("Content-Length: " + lengths);
            }
            return exactly(Integer.parseInt(lengths.getFirst()));
        }

        private byte[] chunks() throws IOException {
            var body = new ByteArrayOutputStream();
            while (true) {
                String line = line().orElseThrow(EOFException::new);
                var chunk = CHUNK.matcher(line);
                if (!chunk.matches()) {
                    throw new Ambiguous("chunk: " + line);
                }
                int size = Integer.parseInt(chunk.group(1), 16);
                if (size == 0) {
                    trailers();
                    return body.toByteArray();
                }
                body.writeBytes(exactly(size));
                if (!line().orElseThrow(EOFException::new).isEmpty()) {
                    throw new Ambiguous("no CRLF behind a chunk");
                }
            }
        }

        private void trailers() throws IOException {
            for (Map.Entry<String, String> trailer : fields()) {
                if (List.of("content-length", "transfer-encoding", "host", "trailer", "authorization")
                        .contains(trailer.getKey())) {
                    throw new Ambiguous("trailer: " + trailer);
                }
            }
        }

        private static List<String> values(List<Map.Entry<String, String>> fields, String name) {
            return fields.stream()
                    .filter(f -> f.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        private byte[] exactly(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            raw.writeBytes(bytes);
            if (bytes.length < count) {
                throw new EOFException(bytes.length + " of " + count + " bytes of a body");
            }
            return bytes;
        }

        /** A line that ends in CRLF; a CR or LF alone is refused. */
        private Optional<String> line() throws IOException {
            var line = new StringBuilder();
            boolean cr = false;
            for (int b = in.read(); b >= 0; b = in.read()) {
                raw.write(b);
                if (cr && b != '\n') {
                    throw new Ambiguous("CR alone: " + line);
                }
                if (b == '\n') {
                    if (!cr) {
                        throw new Ambiguous("LF alone: " + line);
                    }
                    return Optional.of(line.toString());
                }
                cr = b == '\r';
                if (!cr) {
                    line.append((char) b);
                }
            }
            if (line.isEmpty() && !cr) {
                return Optional.empty();
            }
            throw new EOFException("inside a line: " + line);
        }
    }
}
