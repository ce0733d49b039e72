package dev.drover.testkit.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A WebSocket client (RFC 6455) that sends short texts and expects each back. */
public final class WebSocketPeer implements AutoCloseable {
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int SHORT = 125;

    private final RawClient client;

    private WebSocketPeer(RawClient client) {
        this.client = client;
    }

    public static WebSocketPeer open(int port, String path) throws IOException {
        RawClient client = RawClient.connect(port, Duration.ofSeconds(10));
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Reply reply = client.head().orElseThrow(() -> new IOException("closed without an answer"));
        // The accept value of that key is the example of RFC 6455 section 1.3.
        if (reply.status() != 101
                || !reply.field("sec-websocket-accept").orElse("").equals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            client.close();
            throw new IOException("not upgraded: " + reply);
        }
        return new WebSocketPeer(client);
    }

    /** Sends a text and reads the next frame, which must be the same text. */
    public void echo(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        if (payload.length > SHORT) {
            throw new IllegalArgumentException("longer than " + SHORT + " bytes: " + text);
        }
        var frame = new byte[6 + payload.length];
        frame[0] = (byte) TEXT;
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(MASK, 0, frame, 2, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[6 + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        client.send(frame);
        byte[] head = client.read(2);
        if (head.length < 2 || (head[0] & 0xff) != TEXT || head[1] != payload.length) {
            throw new IOException("expected a text of " + payload.length + " bytes, got " + Arrays.toString(head));
        }
        byte[] back = client.read(payload.length);
        if (!Arrays.equals(back, payload)) {
            throw new IOException("sent " + text + ", got " + new String(back, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
