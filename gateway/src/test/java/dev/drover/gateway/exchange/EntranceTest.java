package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Network;
import dev.drover.model.Where;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is believed to be at the other end. */
class EntranceTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final List<Network> LOOPBACK =
            List.of(new Network(Where.nowhere(), InetAddress.getLoopbackAddress(), 32));

    private Fixture drover;
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        drover = new Fixture();
        upstream = ScriptedUpstream.always(ExchangeTest.HELLO);
        drover.upstream(upstream.port());
    }

    @AfterEach
    void stop() throws Exception {
        drover.close();
        upstream.close();
    }

    private String headAfter(String bytes) throws Exception {
        try (var client = RawClient.connect(drover.port(), SOON)) {
            client.send(bytes);
            assertEquals("hello", client.reply().orElseThrow().text());
            return upstream.heads.getLast();
        }
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    @Test
    void believesForwardedFieldsOfTrustedPeersOnly() throws Exception {
        String fields = "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: outer\r\n";
        String untrusted = headAfter(get(fields));
        assertTrue(
                untrusted.contains("X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n"));
        drover.serve(false, LOOPBACK);
        String trusted = headAfter(get(fields));
        assertTrue(trusted.contains(
                "X-Forwarded-For: 198.51.100.7, 127.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: outer\r\n"));
    }

    @Test
    void takesTheClientFromAProxyHeader() throws Exception {
        drover.serve(true, LOOPBACK);
        String head = headAfter("PROXY TCP4 192.0.2.9 127.0.0.1 4000 80\r\n" + get(""));
        assertTrue(head.contains("X-Forwarded-For: 192.0.2.9\r\n"), head);
        try (var client = RawClient.connect(drover.port(), SOON)) {
            client.send(get(""));
            assertEquals(-1, client.read());
        }
        Await.until("told", SOON, () -> drover.lane.told.contains("rejected PROXY_HEADER"));
        Await.until("closed", SOON, () -> drover.lane.open.get() == 0);
    }

    @Test
    void takesAProxyHeaderOfOthersForWhatItIs() throws Exception {
        drover.serve(true, List.of());
        try (var client = RawClient.connect(drover.port(), SOON)) {
            client.send("PROXY TCP4 192.0.2.9 127.0.0.1 4000 80\r\n" + get(""));
            assertEquals(400, client.reply().orElseThrow().status());
        }
    }
}
