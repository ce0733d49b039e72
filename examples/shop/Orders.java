import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * What customers ordered, kept in memory. Run by Drover: java Orders.java --port PORT
 *
 *   GET  /healthz        200 "ok", or 503 once somebody made it sick
 *   POST /sick /well     makes this instance sick or well
 *   POST /orders         takes the body as an order: 201 with its Location
 *   GET  /orders/ID      the order, if this instance took it
 *   GET  /slow?ms=N      answers after N milliseconds
 *   GET  /live           a WebSocket (RFC 6455) that says what is sent to it
 *
 * The JDK's own server has no WebSockets, so this one speaks just enough HTTP/1.1 by itself: one virtual thread for each
 * connection.
 */

final Map<Integer, String> orders = new ConcurrentHashMap<>();
final AtomicInteger last = new AtomicInteger();
volatile boolean sick;
String me = "";

record Request(String method, String target, Map<String, String> headers, byte[] body) {
    String path() {
        return target.split("\\?", 2)[0];
    }

    String query() {
        String[] parts = target.split("\\?", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}

void main(String[] args) throws IOException {
    int port = args.length == 2 && args[0].equals("--port") ? Integer.parseInt(args[1]) : 0;
    var door = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    me = "orders on port " + door.getLocalPort();
    System.out.println(me + " is open");
    while (true) {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
    }
}

void serve(Socket client) {
    try (client) {
        client.setTcpNoDelay(true);
        var in = new BufferedInputStream(client.getInputStream());
        var out = new BufferedOutputStream(client.getOutputStream());
        boolean again = true;
        while (again) {
            Request request = read(in);
            if (request == null) {
                return;
            }
            again = !request.header("connection").equalsIgnoreCase("close");
            if (request.path().equals("/live")) {
                live(request, in, out);
                return;
            }
            answer(request, out);
            out.flush();
        }
    } catch (IOException e) {
        // The client is gone.
    }
}

/* A request with its body, or null at the end of the connection. */
static Request read(InputStream in) throws IOException {
    String start = line(in);
    String[] words = start.split(" ");
    if (words.length != 3) {
        return null;
    }
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
    }
    byte[] body = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
            ? chunks(in)
            : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Request(words[0], words[1], headers, body);
}

static byte[] chunks(InputStream in) throws IOException {
    var body = new java.io.ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
        body.write(in.readNBytes(size));
        line(in);
    }
    while (!line(in).isEmpty()) {
        // Trailers are of no interest.
    }
    return body.toByteArray();
}

static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
}

static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
            line.append((char) b);
        }
    }
    return line.toString();
}

void answer(Request request, OutputStream out) throws IOException {
    String path = request.path();
    if (path.equals("/healthz")) {
        send(out, request, sick ? 503 : 200, "", sick ? "sick\n" : "ok\n");
    } else if (path.equals("/sick") || path.equals("/well")) {
        sick = path.equals("/sick");
        System.err.println(me + " is " + path.substring(1) + " now");
        send(out, request, 200, "", me + " is " + path.substring(1) + "\n");
    } else if (path.equals("/slow")) {
        slow(request, out);
    } else if (path.equals("/orders") && request.method().equals("POST")) {
        int id = last.incrementAndGet();
        orders.put(id, new String(request.body(), StandardCharsets.UTF_8));
        send(out, request, 201, "Location: /orders/" + id + "\r\n", json("\"id\": " + id));
    } else if (path.startsWith("/orders/") && path.substring(8).matches("[0-9]{1,9}")) {
        int id = Integer.parseInt(path.substring(8));
        String order = orders.get(id);
        int size = order == null ? 0 : order.length();
        String found = order == null ? "\"error\": \"no such order here\"" : "\"id\": " + id + ", \"size\": " + size;
        send(out, request, order == null ? 404 : 200, "", json(found));
    } else {
        send(out, request, 404, "", json("\"error\": \"nothing here\""));
    }
}

void slow(Request request, OutputStream out) throws IOException {
    String ms = request.query().startsWith("ms=") ? request.query().substring(3) : "1000";
    if (!ms.matches("[0-9]{1,5}")) {
        send(out, request, 400, "", "ms is a number of milliseconds below 100000\n");
        return;
    }
    try {
        Thread.sleep(Long.parseLong(ms));
    } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
    }
    send(out, request, 200, "", json("\"waited\": " + ms));
}

String json(String fields) {
    return "{" + fields + ", \"from\": \"" + me + "\"}\n";
}

static void send(OutputStream out, Request request, int status, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String type = body.startsWith("{") ? "application/json" : "text/plain";
    String head = "HTTP/1.1 " + status + " \r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n"
            + headers + "\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!request.method().equals("HEAD")) {
        out.write(bytes);
    }
}

/* RFC 6455 section 4.2.2: the answer to the key; then section 5: frames, those of clients masked. */
void live(Request request, InputStream in, OutputStream out) throws IOException {
    String key = request.header("sec-websocket-key");
    if (!request.header("upgrade").equalsIgnoreCase("websocket") || key.isEmpty()) {
        send(out, request, 426, "Upgrade: websocket\r\nConnection: Upgrade, close\r\n", "this is a WebSocket\n");
        out.flush();
        return;
    }
    String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    frame(out, 0x81, ("hello from " + me).getBytes(StandardCharsets.UTF_8));
    echo(new DataInputStream(in), out);
}

static void echo(DataInputStream in, OutputStream out) throws IOException {
    try {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int second = in.readUnsignedByte();
            long size = second & 0x7f;
            size = size == 126 ? in.readUnsignedShort() : size == 127 ? in.readLong() : size;
            if (size < 0 || size > 1 << 20 || (second & 0x80) == 0) {
                frame(out, 0x88, new byte[] {0x03, (byte) 0xea}); // 1002, a protocol error
                return;
            }
            byte[] mask = in.readNBytes(4);
            byte[] text = in.readNBytes((int) size);
            for (int i = 0; i < text.length; i++) {
                text[i] ^= mask[i & 3];
            }
            int opcode = first & 0x0f;
            frame(out, opcode == 9 ? 0x8a : first, text); // a ping is answered by a pong
            if (opcode == 8) {
                return;
            }
        }
    } catch (EOFException e) {
        // The client is gone.
    }
}

static void frame(OutputStream out, int first, byte[] payload) throws IOException {
    out.write(first);
    if (payload.length < 126) {
        out.write(payload.length);
    } else if (payload.length < 1 << 16) {
        out.write(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
    } else {
        out.write(127);
        out.write(java.nio.ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    out.write(payload);
    out.flush();
}

static String accept(String key) {
    try {
        byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
    }
}
