package dev.drover.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Control;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Status;
import dev.drover.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminServerTest {
    private static final String TOKEN = "t0ken";
    private static final String MONITOR = "m0nitor";
    private static final String CONSOLE = "c0nsole";

    private final FakeControl control = new FakeControl();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = AdminServer.start(new Door(any, TOKEN, MONITOR, CONSOLE, Set.of("fra-1")), control);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** An answer: status, the whole head and the body. */
    private record Answer(int status, String head, String body) {}

    private Answer ask(String method, String path, String body, String... fields) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            send(socket, method, path, body, fields);
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    private static void send(Socket socket, String method, String path, String body, String... fields)
            throws IOException {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (String field : fields) {
            text.append(field).append("\r\n");
            host |= field.startsWith("Host:");
        }
        text.append(host ? "" : "Host: localhost\r\n");
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private Answer asked(String method, String path, String body) throws IOException {
        return ask(method, path, body, "Authorization: Bearer " + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/status", "/metrics", "/livez", "/readyz", "/v1/tail", "/", "/nothing"})
    void demandsTheTokenForEverything(String path) throws IOException {
        Answer answer = ask("GET", path, "");
        assertEquals(401, answer.status());
        assertTrue(answer.head().contains("Bearer realm"), answer.head());
        assertTrue(answer.body().contains("token missing or wrong"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer t0ke", "Bearer t0kenn", "Basic t0ken", "Bearer", "t0ken", "Bearer "})
    void refusesAWrongToken(String sent) throws IOException {
        assertEquals(401, ask("GET", "/v1/status", "", "Authorization: " + sent).status());
    }

    @Test
    void answersStatusAsTheRecordItIs() throws IOException {
        Answer answer = asked("GET", "/v1/status", "");
        assertEquals(200, answer.status());
        Status read = Json.read(answer.body().getBytes(StandardCharsets.UTF_8), Status.class);
        assertEquals(control.status(), read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "evil.example.com:9180", "localhost.evil.com", "127.0.0.1.evil.com"})
    void refusesAForeignHostBeforeTheTokenIsLookedAt(String host) throws IOException {
        assertEquals(421, ask("GET", "/v1/status", "", "Host: " + host).status());
        assertEquals(
                421,
                ask("GET", "/v1/status", "", "Host: " + host, "Authorization: Bearer " + TOKEN)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9180", "127.0.0.1", "[::1]:9180", "FRA-1", "10.0.0.1:9180"})
    void takesItsOwnNamesAndLiteralAddresses(String host) throws IOException {
        assertEquals(
                200,
                ask("GET", "/v1/status", "", "Host: " + host, "Authorization: Bearer " + TOKEN)
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example.com,403", "null,403", "http://localhost:1,403", "http://localhost,200"})
    void refusesAForeignOrigin(String origin, int status) throws IOException {
        Answer answer =
                ask("GET", "/v1/status", "", "Host: localhost", "Origin: " + origin, "Authorization: Bearer " + TOKEN);
        assertEquals(status, answer.status());
    }

    @Test
    void letsAMonitorSeeOnlyWhatMonitorsNeed() throws IOException {
        String monitor = "Authorization: Bearer " + MONITOR;
        assertEquals("drover_up 1\n", ask("GET", "/metrics", "", monitor).body());
        assertEquals(200, ask("GET", "/livez", "", monitor).status());
        assertEquals(401, ask("GET", "/v1/status", "", monitor).status());
        assertEquals(401, ask("POST", "/v1/stop", "", monitor).status());
        assertTrue(control.asked.isEmpty());
    }

    @Test
    void letsTheConsoleSeeAndChangeNothing() throws IOException {
        String console = "Authorization: Bearer " + CONSOLE;
        assertEquals(
                "[{\"service\":\"web\",\"tags\":[\"v1\"],\"instances\":2,\"passing\":1,\"warning\":0,\"critical\":1}]",
                ask("GET", "/v1/catalog", "", console).body());
        assertEquals(200, ask("GET", "/v1/status", "", console).status());
        assertEquals(
                200, ask("GET", "/v1/registrations?service=web", "", console).status());
        assertEquals(401, ask("GET", "/v1/logs?service=web", "", console).status());
        assertEquals(401, ask("GET", "/metrics", "", console).status());
        assertEquals(401, ask("POST", "/v1/stop", "", console).status());
        assertEquals(401, ask("GET", "/v1/dns/challenges", "", console).status());
        assertEquals(
                401,
                ask("POST", "/v1/dns/challenges", "{\"name\": \"example.com\"}", console)
                        .status());
        assertEquals(401, ask("POST", "/v1/status", "", console).status());
    }

    @ParameterizedTest
    @CsvSource({
        "/console/,text/html,console.js",
        "/console/index.html,text/html,console.js",
        "/console/console.js,text/javascript,fetch(path",
        "/console/views.js,text/javascript,export function services",
        "/console/elements.js,text/javascript,export function element",
        "/console/console.css,text/css,color-scheme",
        "/console/icon.svg,image/svg+xml,<svg"
    })
    void servesThePagesToEverybody(String path, String type, String part) throws IOException {
        Answer page = ask("GET", path, "");
        assertEquals(200, page.status());
        assertTrue(page.head().contains("Content-Type: " + type), page.head());
        assertTrue(page.head().contains("Content-Security-Policy: default-src 'none';"), page.head());
        assertTrue(page.body().contains(part), page.body());
        String tag = page.head().replaceAll("(?s).*ETag: (\\S+).*", "$1");
        assertEquals(304, ask("GET", path, "", "If-None-Match: " + tag).status());
    }

    @Test
    void servesNothingBesideThePages() throws IOException {
        assertEquals(308, ask("GET", "/console", "").status());
        assertEquals(401, ask("GET", "/console/../v1/status", "").status());
        assertEquals(404, ask("GET", "/console/nothing", "").status());
        assertEquals(401, ask("POST", "/console/", "").status());
        assertEquals(421, ask("GET", "/console/", "", "Host: evil.example.com").status());
        assertTrue(control.asked.isEmpty());
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
    void answersProbesAndFactsWhileLargeFilesArePlanned() throws Exception {
        String body = "{\"folder\":\"/a\",\"texts\":{\"f\":\"\"}}";
        int plans = 2 * Runtime.getRuntime().availableProcessors() + 2;
        var answered = new ArrayList<CompletableFuture<Answer>>();
        control.busy = true;
        try (var askers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < plans; i++) {
                answered.add(CompletableFuture.supplyAsync(() -> plan(body), askers));
            }
            Await.until("a plan under way", Duration.ofSeconds(10), () -> control.planning.get() > 0);
            for (String path : new String[] {"/livez", "/readyz", "/metrics", "/v1/status"}) {
                long begun = System.nanoTime();
                assertEquals(200, asked("GET", path, "").status());
                assertTrue(System.nanoTime() - begun < 1_000_000_000L, path);
            }
            assertEquals(1, control.planning.get());
            control.busy = false;
        } finally {
            control.busy = false;
        }
        for (CompletableFuture<Answer> plan : answered) {
            assertEquals(422, plan.get(10, TimeUnit.SECONDS).status());
        }
        assertEquals(plans, control.planning.get());
    }

    private Answer plan(String body) {
        try {
            return asked("POST", "/v1/plan", body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsWhomItCannotServeThatItIsBusy() throws Exception {
        var desk = new Desk("test");
        var release = new CountDownLatch(1);
        int most = 33;
        var failed = new LinkedBlockingQueue<Desk.Busy>();
        try (var askers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            for (int i = 0; i <= most; i++) {
                askers.execute(() -> {
                    try {
                        assertTrue(desk.ask(() -> release.await(20, TimeUnit.SECONDS)));
                    } catch (Desk.Busy e) {
                        failed.add(e);
                    } catch (Refused | IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            Desk.Busy busy = failed.poll(10, TimeUnit.SECONDS);
            assertTrue(busy != null && busy.getMessage().contains("try again"), String.valueOf(busy));
            release.countDown();
        }
        assertEquals(0, failed.size());
        desk.close();
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
    void neverPrintsATokenWithItsSettings() {
        assertFalse(new Door(server.address(), TOKEN, MONITOR, CONSOLE, Set.of())
                .toString()
                .contains(TOKEN));
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
