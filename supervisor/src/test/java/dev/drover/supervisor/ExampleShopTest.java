package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the example, started by the declaration that comes with them. */
@Timeout(120)
class ExampleShopTest {
    private static final Path SHOP = Path.of("../examples/shop");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        var read = assertInstanceOf(Read.Sound.class, ModelReader.read(SHOP));
        assertEquals(List.of(), read.warnings());
        stage = new Stage(data);
        stage.healthy = i -> answers(i.address().getPort());
        stage.apply(read.model());
        stage.await(() -> {
            stage.measure();
            return stage.plane.processes().states().stream()
                            .filter(s -> s.phase() == dev.drover.plane.Processes.Phase.RUNNING)
                            .count()
                    == 5;
        });
    }

    @AfterAll
    static void shut() {
        stage.close();
    }

    private static boolean answers(int port) {
        try {
            return get(port, "/healthz").body().equals("ok\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void catalogListsItemsAndKnowsTheirPrices() throws Exception {
        assertTrue(get(port("catalog-1"), "/items").body().contains("\"cocoa\", \"coffee\", \"tea\""));
        assertTrue(get(port("catalog-2"), "/items/tea").body().contains("\"price\": \"4.50 EUR\", \"release\": \"1\""));
        assertTrue(get(port("catalog-next-1"), "/items/tea").body().contains("\"release\": \"next\""));
        assertEquals(404, get(port("catalog-1"), "/items/gold").statusCode());
    }

    @Test
    void everyThirdFlakyAnswerFails() throws Exception {
        var answers = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            answers.add(get(port("catalog-1"), "/flaky").statusCode());
        }
        assertEquals(List.of(200, 200, 503, 200, 200, 503), answers);
    }

    @Test
    void healthCanBeToggled() throws Exception {
        for (String instance : List.of("catalog-2", "orders-2")) {
            int port = port(instance);
            post(port, "/sick", "");
            assertEquals(503, get(port, "/healthz").statusCode());
            post(port, "/well", "");
            assertEquals(200, get(port, "/healthz").statusCode());
        }
    }

    @Test
    void ordersAreTakenAndFoundAgain() throws Exception {
        HttpResponse<String> taken = post(port("orders-1"), "/orders", "two teas");
        assertEquals(201, taken.statusCode());
        String location = taken.headers().firstValue("Location").orElseThrow();
        assertTrue(get(port("orders-1"), location).body().contains("\"size\": 8"));
    }

    @Test
    void slowAnswersWhenAsked() throws Exception {
        assertTrue(get(port("orders-1"), "/slow?ms=30").body().contains("\"waited\": 30"));
        assertTrue(get(port("catalog-1"), "/slow?ms=30").body().contains("\"waited\": 30"));
    }

    @Test
    void webSocketSaysHelloAndThenWhatIsSentToIt() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var socket = CLIENT.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port("orders-1") + "/live"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        from.request(1);
                        return null;
                    }
                })
                .get(10, TimeUnit.SECONDS);
        assertEquals("hello from orders on port " + port("orders-1"), heard.poll(10, TimeUnit.SECONDS));
        String longer = "x".repeat(300);
        socket.sendText(longer, true).get(10, TimeUnit.SECONDS);
        assertEquals(longer, heard.poll(10, TimeUnit.SECONDS));
        socket.abort();
    }

    @Test
    void runsAsNobodyWhenDroverIsRoot() throws Exception {
        long pid = stage.state("orders-1").pid().getAsLong();
        boolean root = dev.drover.supervisor.process.Account.Self.now().root();
        String user = Files.getOwner(Path.of("/proc/" + pid)).getName();
        assertEquals(root ? "nobody" : System.getProperty("user.name"), user);
        assertEquals(user, stage.state("orders-1").user());
    }

    private static int port(String instance) {
        return stage.state(instance).port().getAsInt();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    private static HttpResponse<String> post(int port, String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
