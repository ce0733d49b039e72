import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * What the shop sells. Run by Drover: java Catalog.java --port PORT [--release NAME]
 *
 *   GET  /healthz     200 "ok", or 503 once somebody made it sick
 *   POST /sick /well  makes this instance sick or well
 *   GET  /items       everything; /items/ID one
 *   GET  /slow?ms=N   answers after N milliseconds
 *   GET  /flaky       every third answer of this instance is 503
 */

final Map<String, String> items = new TreeMap<>(Map.of("tea", "4.50", "coffee", "6.20", "cocoa", "5.10"));
final AtomicInteger flaky = new AtomicInteger();
volatile boolean sick;
String me = "";
String release = "";
String currency = "";

void main(String[] args) throws IOException {
    int port = Integer.parseInt(option(args, "--port", "0"));
    release = option(args, "--release", "1");
    currency = System.getenv().getOrDefault("CURRENCY", "EUR");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    me = "catalog on port " + server.getAddress().getPort();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> {
        try (exchange) {
            handle(exchange);
        }
    });
    server.start();
    System.out.println(me + ", release " + release + ", is open");
}

static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
        if (args[i].equals(name)) {
            return args[i + 1];
        }
    }
    return otherwise;
}

void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    switch (path) {
        case "/healthz" -> text(exchange, sick ? 503 : 200, sick ? "sick" : "ok");
        case "/sick", "/well" -> {
            sick = path.equals("/sick");
            System.err.println(me + " is " + path.substring(1) + " now");
            text(exchange, 200, me + " is " + path.substring(1));
        }
        case "/items" -> json(exchange, 200, "\"items\": [\"" + String.join("\", \"", items.keySet()) + "\"]");
        case "/slow" -> slow(exchange);
        case "/flaky" -> {
            boolean fails = flaky.incrementAndGet() % 3 == 0;
            json(exchange, fails ? 503 : 200, "\"flaky\": " + fails);
        }
        default -> item(exchange, path);
    }
}

void slow(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    try {
        long ms = query != null && query.startsWith("ms=") ? Long.parseLong(query.substring(3)) : 1000;
        Thread.sleep(Math.clamp(ms, 0, 60_000));
        json(exchange, 200, "\"waited\": " + ms);
    } catch (NumberFormatException e) {
        text(exchange, 400, "ms is a number of milliseconds");
    } catch (InterruptedException e) {
        text(exchange, 503, "interrupted");
    }
}

void item(HttpExchange exchange, String path) throws IOException {
    String id = path.startsWith("/items/") ? path.substring("/items/".length()) : "";
    String price = items.get(id);
    if (price == null) {
        json(exchange, 404, "\"error\": \"nothing here\"");
    } else {
        json(exchange, 200, "\"id\": \"" + id + "\", \"price\": \"" + price + " " + currency + "\"");
    }
}

void json(HttpExchange exchange, int status, String fields) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    String from = ", \"release\": \"" + release + "\", \"from\": \"" + me + "\"}\n";
    send(exchange, status, "{" + fields + from);
}

static void text(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    send(exchange, status, text + "\n");
}

static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("X-Powered-By", "the JDK's own server");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
        exchange.getResponseBody().write(bytes);
    }
}
