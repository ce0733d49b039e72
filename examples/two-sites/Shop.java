import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/*
 * The shop of one site: java Shop.java fra 127.0.0.1
 *
 *   GET /         which site answers
 *   GET /healthz  what its check asks
 */

void main(String[] arguments) throws IOException {
    String site = arguments[0];
    var server = HttpServer.create(new InetSocketAddress(arguments[1], 9001), 1024);
    server.createContext("/", exchange -> {
        try (exchange) {
            byte[] text = ("the shop at " + site + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    });
    server.start();
    System.out.println("the shop at " + site + " listens on " + server.getAddress());
}
