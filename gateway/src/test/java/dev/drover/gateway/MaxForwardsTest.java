package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.log.LogSettings;
import dev.drover.plane.Evidence;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far OPTIONS and TRACE go (RFC 9110 section 7.6.2). */
@Timeout(60)
class MaxForwardsTest {
    private static final LogSettings NO_LOG = new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Off());

    @TempDir
    Path data;

    private Origin origin;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        origin = new Origin("one");
        gateway = new RunningGateway(data, NO_LOG, Evidence.none()).apply("""
                services: {catalog: {instances: {addresses: ["127.0.0.1:PORT"]}}}
                routes:
                  - {match: {path: /read, method: [GET, HEAD]}, to: catalog}
                  - {match: {path: /read, method: POST, headers: {X-Kind: a}}, to: catalog}
                  - {match: {path: /fields}, to: catalog}
                """.replace("PORT", "" + origin.port()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    private void allows(String expected, String method, String target, String... fields) throws Exception {
        Reply reply = gateway.ask(method, target, fields);
        assertEquals(method.equals("TRACE") ? 405 : 204, reply.status(), reply.text());
        assertEquals(expected, reply.field("allow").orElseThrow());
        assertEquals(0, origin.served());
    }

    @Test
    void answersOptionsThatMayGoNoFarther() throws Exception {
        allows("GET, HEAD", "OPTIONS", "/read", "Max-Forwards: 0");
        allows("GET, HEAD, POST", "OPTIONS", "/read", "Max-Forwards: 00", "X-Kind: a");
        allows("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", "OPTIONS", "/fields", "Max-Forwards: 0");
        allows("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", "OPTIONS", "*", "Max-Forwards: 0");
        assertEquals(404, gateway.ask("OPTIONS", "/unknown", "Max-Forwards: 0").status());
    }

    @Test
    void countsTheHopsOfOptions() throws Exception {
        assertTrue(seen("Max-Forwards: 5").contains("max-forwards: 4\n"));
        assertTrue(seen("Max-Forwards: 1").contains("max-forwards: 0\n"));
        assertTrue(seen("Max-Forwards: 99999999999999999999").contains("max-forwards: 999999\n"));
        assertFalse(seen().contains("max-forwards"));
    }

    private String seen(String... fields) throws Exception {
        Reply reply = gateway.ask("OPTIONS", "/fields", fields);
        assertEquals(200, reply.status());
        return reply.text();
    }

    @Test
    void refusesWhatIsNotOneNumber() throws Exception {
        for (String value : new String[] {"", "-1", "+1", "1.0", "1 0", "1, 2", "0x1", "1\r\nMax-Forwards: 0"}) {
            Reply reply = gateway.ask("OPTIONS", "/fields", "Max-Forwards: " + value);
            assertEquals(400, reply.status(), value);
        }
        assertEquals(0, origin.served());
    }

    @Test
    void leavesItAsItIsWithOtherMethods() throws Exception {
        for (String value : new String[] {"0", "5", "many"}) {
            Reply reply = gateway.ask("GET", "/fields", "Max-Forwards: " + value);
            assertTrue(reply.text().contains("max-forwards: " + value + "\n"), reply.text());
        }
    }

    @Test
    void forwardsNoTrace() throws Exception {
        allows("GET, HEAD", "TRACE", "/read");
        allows("GET, HEAD, POST", "TRACE", "/read", "Max-Forwards: 3", "X-Kind: a");
        allows("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", "TRACE", "/fields", "Max-Forwards: 0");
        assertEquals(404, gateway.ask("TRACE", "/unknown").status());
    }
}
