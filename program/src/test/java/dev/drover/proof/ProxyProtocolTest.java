package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.peer.Haproxy;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PROXY protocol v1 and v2, as HAProxy, curl and the specification's own examples send it. */
final class ProxyProtocolTest {
    private static final String REQUEST = "GET /fields HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @TempDir
    private static Path folder;

    private static Origin origin;
    private static DroverProcess drover;
    private static int proxied;

    @BeforeAll
    static void start() {
        origin = new Origin("o");
        proxied = FreePort.next();
        int plain = FreePort.next();
        drover = DroverProcess.withFile(folder.resolve("drover"), plain, """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                  behind: {protocol: http, address: "127.0.0.1:%d", proxy-protocol: true}
                trusted: [127.0.0.0/8]
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                routes:
                  - {match: {path: /**}, to: o}
                """.formatted(plain, proxied, origin.port()));
    }

    @AfterAll
    static void end() {
        drover.stop();
        drover.close();
        origin.close();
    }

    private static String fields(byte[] header) throws IOException {
        try (RawClient client = RawClient.connect(proxied)) {
            return client.send(header).send(REQUEST).reply().orElseThrow().text();
        }
    }

    private static String fields(String header) throws IOException {
        return fields(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static void assertClient(String address, String fields) {
        assertTrue(
                fields.lines().anyMatch(l -> l.startsWith("x-forwarded-for:") && l.contains(address)),
                () -> "wanted " + address + " in\n" + fields);
    }

    @Test
    void believesVersionOne() throws IOException {
        assertClient("203.0.113.9", fields("PROXY TCP4 203.0.113.9 192.0.2.1 5000 80\r\n"));
        assertClient("2001:db8::9", fields("PROXY TCP6 2001:db8::9 2001:db8::1 5000 80\r\n"));
        assertClient("127.0.0.1", fields("PROXY UNKNOWN\r\n"));
    }

    @Test
    void believesVersionTwo() throws IOException {
        byte[] four =
                HexFormat.of().parseHex(SIGNATURE + "21" + "11" + "000c" + "cb007109" + "c0000201" + "1388" + "0050");
        assertClient("203.0.113.9", fields(four));
        String address = "20010db8000000000000000000000009";
        byte[] six = HexFormat.of()
                .parseHex(SIGNATURE + "21" + "21" + "0027" + address + address + "1388" + "0050" + "040000");
        assertClient("2001:db8::9", fields(six));
        byte[] local = HexFormat.of().parseHex(SIGNATURE + "20" + "00" + "0000");
        assertClient("127.0.0.1", fields(local));
    }

    @Test
    void takesAHeaderThatComesByteByByte() throws IOException {
        try (RawClient client = RawClient.connect(proxied)) {
            for (char c : "PROXY TCP4 203.0.113.9 192.0.2.1 5000 80\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertClient(
                    "203.0.113.9", client.send(REQUEST).reply().orElseThrow().text());
        }
    }

    @Test
    void closesConnectionsWithoutOrWithABadHeader() throws IOException {
        for (String header : new String[] {
            "",
            "PROXY TCP4 203.0.113.9\r\n",
            "PROXY TCP4 999.0.113.9 192.0.2.1 5000 80\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 5000 99999\r\n",
            "PROXY TCP4 203.0.113.9 192.0.2.1 5000 80\n",
            "PROXY " + "x".repeat(200) + "\r\n",
            "\r\n\r\n\0\r\nQUIT\n\377"
        }) {
            int before = origin.served();
            try (RawClient client = RawClient.connect(proxied)) {
                RawClient.End end = client.send(header).send(REQUEST).replies();
                assertTrue(end.closed(), header);
                assertTrue(end.replies().stream().allMatch(r -> r.status() == 400), () -> header + " " + end);
            }
            assertEquals(before, origin.served(), header);
        }
    }

    @Test
    void standsBehindHaproxy() throws IOException {
        Needs.program("haproxy");
        for (String version : new String[] {"send-proxy", "send-proxy-v2"}) {
            try (var haproxy = Haproxy.start(folder.resolve(version), proxied, version);
                    var client = RawClient.connect(haproxy.port())) {
                assertClient(
                        "127.0.0.1", client.send(REQUEST).reply().orElseThrow().text());
            }
        }
    }

    @Test
    void standsBehindCurl() {
        Needs.program("curl");
        String said = Finished.run(
                        Duration.ofSeconds(20),
                        "curl",
                        "-sS",
                        "--haproxy-protocol",
                        "http://127.0.0.1:" + proxied + "/fields")
                .succeeded()
                .out();
        assertClient("127.0.0.1", said);
    }
}
