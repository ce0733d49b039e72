package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.log.LogSettings;
import dev.drover.plane.Evidence;
import dev.drover.testkit.http.BadUpstream;
import dev.drover.testkit.http.BadUpstream.Mood;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests with a body, of which every second one meets an instance that takes it and breaks off. */
@Timeout(60)
class RepeatedRequestTest {
    private static final LogSettings NO_LOG = new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Off());

    @TempDir
    Path data;

    private BadUpstream bad;
    private Origin good;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        bad = new BadUpstream();
        bad.be(Mood.RESET);
        good = new Origin("good");
        gateway = new RunningGateway(data, NO_LOG, Evidence.none());
    }

    @AfterEach
    void stop() {
        gateway.close();
        good.close();
        bad.close();
    }

    private void apply(String more) throws Exception {
        gateway.apply("services:\n  catalog: {instances: {addresses: [\"127.0.0.1:" + bad.port() + "\", \"127.0.0.1:"
                + good.port() + "\"]}, balance: round-robin" + more
                + "}\nroutes:\n  - {match: {path: /**}, to: catalog}\n");
    }

    private int failures(String method, int requests) throws Exception {
        int failed = 0;
        for (int i = 0; i < requests; i++) {
            try (var client = gateway.client()) {
                client.send(method + " /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                Reply reply = client.reply().orElseThrow();
                if (reply.status() == 200) {
                    assertEquals("hello", reply.text());
                } else {
                    assertEquals(502, reply.status());
                    failed++;
                }
            }
        }
        return failed;
    }

    @Test
    void repeatsAnIdempotentRequestWithItsBody() throws Exception {
        apply(", retry: {attempts: 2, on: [reset], budget: 100%}");
        assertEquals(0, failures("PUT", 8));
        assertTrue(bad.asked() > 0);
        assertEquals(8, good.served());
    }

    @Test
    void repeatsNeitherPostNorWhatTheServiceDoesNotWant() throws Exception {
        asksEachOnce("POST", "");
        asksEachOnce("PUT", ", retry: off");
        asksEachOnce("PUT", ", retry: {attempts: 2, on: [503], budget: 20%}");
    }

    private void asksEachOnce(String method, String more) throws Exception {
        apply(more);
        int before = bad.asked();
        int failed = failures(method, 8);
        assertTrue(failed > 0);
        assertEquals(failed, bad.asked() - before);
    }

    @Test
    void repeatsWithinTheBudgetOnly() throws Exception {
        apply(", retry: {attempts: 2, on: [reset], budget: 0%}");
        // Ten a second are always allowed, over both loops: more than 200 failed attempts cannot all be repeated.
        assertTrue(failures("PUT", 400) > 0);
    }
}
