import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/*
 * A program that registers itself, as one made for Consul does: java Billing.java
 *
 *   GET /billing/...  a bill
 *   GET /healthz      what its check asks
 */

static final String REGISTRY = "http://127.0.0.1:8500/v1/agent/service/";

void main() throws IOException, InterruptedException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    int port = server.getAddress().getPort();
    server.createContext("/", exchange -> {
        try (exchange) {
            boolean asked = exchange.getRequestURI().getPath().equals("/healthz");
            byte[] text = (asked ? "ok" : "a bill from port " + port + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    });
    server.start();
    put("register", """
            {"Name": "team-billing", "ID": "billing-1", "Address": "127.0.0.1", "Port": %d,
             "Check": {"HTTP": "http://127.0.0.1:%d/healthz", "Interval": "1s"}}
            """.formatted(port, port));
    System.out.println("team-billing is registered with port " + port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave()));
}

static void leave() {
    try {
        put("deregister/billing-1", "");
    } catch (IOException | InterruptedException e) {
        System.out.println("nobody answers: the check will tell that this is gone");
    }
}

static void put(String what, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(REGISTRY + what))
            .PUT(BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
        var told = client.send(request, BodyHandlers.ofString());
        if (told.statusCode() != 200) {
            throw new IOException(what + ": " + told.statusCode() + " " + told.body());
        }
    }
}
