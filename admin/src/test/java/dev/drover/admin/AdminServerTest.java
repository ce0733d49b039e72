package dev.drover.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Control;
import dev.drover.plane.control.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the admin API answers. */
final class AdminServerTest extends AdminScene {
    @Test
    void answersStatusAsTheRecordItIs() throws IOException {
        Answer answer = asked("GET", "/v1/status", "");
        assertEquals(200, answer.status());
        Status read = Json.read(answer.body().getBytes(StandardCharsets.UTF_8), Status.class);
        assertEquals(control.status(), read);
    }

    @Test
    void saysWhyItIsNotReady() throws IOException {
        control.readiness = new Control.Readiness(false, "draining");
        Answer answer = asked("GET", "/readyz", "");
        assertEquals(503, answer.status());
        assertEquals("draining\n", answer.body());
    }

    @Test
    void turnsRefusalsIntoProblemDocuments() throws IOException {
        Answer unknown = asked("GET", "/v1/explain?service=nothing", "");
        assertEquals(404, unknown.status());
        assertTrue(unknown.head().contains("application/problem+json"), unknown.head());
        assertTrue(unknown.body().contains("there is no service nothing"), unknown.body());
        assertEquals(409, asked("POST", "/v1/confirm", "").status());
        Answer plan = asked("POST", "/v1/plan", "{\"folder\":\"/a\",\"texts\":{\"f\":\"\"}}");
        assertEquals(422, plan.status());
        assertTrue(plan.body().contains("drover.yaml:1:1: nothing is declared"), plan.body());
    }

    @Test
    void keepsOurOwnMistakesInTheLog() throws IOException {
        Answer answer = asked("GET", "/v1/explain?service=boom", "");
        assertEquals(500, answer.status());
        assertTrue(answer.body().contains("error id "), answer.body());
        assertFalse(answer.body().contains("secret detail"), answer.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/apply|not json",
                "/v1/apply|{}",
                "/v1/apply|{\"folder\":\"/a\",\"texts\":{}}",
                "/v1/apply|null",
                "/v1/apply?confirm-within=soon|{\"folder\":\"/a\",\"texts\":{\"f\":\"\"}}",
                "/v1/apply?confirm-within=0|{\"folder\":\"/a\",\"texts\":{\"f\":\"\"}}",
                "/v1/intent|{\"service\":\"a\"}",
                "/v1/intent|{\"wish\":\"DANCE\"}",
                "/v1/restart|{}",
                "/v1/rollback?generation=-1|{}"
            })
    void answersNonsenseWithFourHundred(String path, String body) throws IOException {
        Answer answer = asked("POST", path, body);
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.body().contains("\"title\""), answer.body());
        assertFalse(answer.body().contains("\tat "), answer.body());
        assertTrue(control.asked.isEmpty());
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            String head = "POST /v1/apply HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nContent-Length: 900000000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            byte[] first = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 413", new String(first, StandardCharsets.UTF_8));
        }
    }

    @Test
    void hasNothingElse() throws IOException {
        Answer answer = asked("GET", "/nothing", "");
        assertEquals(404, answer.status());
        assertTrue(answer.head().contains("application/problem+json"), answer.head() + answer.body());
    }

    @Test
    void passesOnWhatIsAskedAndByWhom() throws Exception {
        asked("POST", "/v1/apply?confirm-within=60&author=ada", "{\"folder\":\"/a\",\"texts\":{\"f\":\"x\"}}");
        assertEquals("apply /a/f ada PT1M", control.asked.poll());
        asked("POST", "/v1/rollback?generation=2&author=ada", "");
        assertEquals("rollback 2 ada", control.asked.poll());
        asked("POST", "/v1/intent?author=ada", "{\"service\":\"a\",\"instance\":\"1\",\"wish\":\"DRAINING\"}");
        assertEquals("intend a/1 DRAINING ada ", control.asked.poll());
        asked("POST", "/v1/stop?now=true", "");
        assertEquals("stop true", control.asked.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void streamsRequestsUntilTheReaderGoesAway() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            send(socket, "GET", "/v1/tail", "", "Authorization: Bearer " + TOKEN);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            while (!line.startsWith("{\"n\":2")) {
                line = reader.readLine();
            }
        }
        server.close();
        assertTrue(control.tailClosed.await(15, TimeUnit.SECONDS), "the subscription was left open");
    }

    @Test
    void tellsASlowReaderHowMuchItMissed() throws IOException {
        control.tailLines = 5000;
        control.tailStays = false;
        String body = asked("GET", "/v1/tail", "").body();
        assertTrue(body.contains("{\"lost\":904}"), () -> body.substring(0, 300));
    }

    @Test
    void endsARestartWithHowItWent() throws IOException {
        assertTrue(asked("POST", "/v1/restart?service=orders", "").body().contains("orders-1 drains\ndone\n"));
        String halted = asked("POST", "/v1/restart?service=halts", "").body();
        assertTrue(halted.contains("failed: orders-1 is not up\n"), halted);
    }

    @Test
    void saysThatThePortIsTaken() {
        var taken = new Door(server.address(), TOKEN, MONITOR, CONSOLE, Set.of());
        assertThrows(BindException.class, () -> AdminServer.start(taken, control));
    }

    @Test
    void tellsWhatNamesAreAskedMostByWhatIsKnown() throws Exception {
        assertEquals(200, asked("GET", "/v1/dns/top?by=client&most=3", "").status());
        Answer answer = asked("GET", "/v1/dns/top?by=moon", "");
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("one of name, client, zone, type and rcode"), answer::body);
        assertEquals(200, asked("GET", "/v1/dns/missteer", "").status());
    }
}
