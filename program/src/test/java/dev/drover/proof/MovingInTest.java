package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drover registry import}, as an operator types it: Consul runs, Drover runs, and one moves into the other. */
final class MovingInTest {
    private static final String SECRET = "11111111-0000-4000-8000-000000000001";

    private final int port = FreePort.next();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String ask(int at, String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/v1/" + path))
                .method(method, BodyPublishers.ofString(body))
                .header("X-Consul-Token", SECRET)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private DroverProcess drover() {
        var drover = DroverProcess.withRoutes(
                folder,
                "registry: {listen: \"127.0.0.1:" + port + "\", tokens: {admin: {secret: " + SECRET
                        + ", everything: write, operator: write}}}\n"
                        + "routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]\n");
        Await.until(
                "the registry",
                Duration.ofSeconds(30),
                () -> ask(port, "GET", "catalog/nodes", "").contains("Node"),
                drover::said);
        return drover;
    }

    @Test
    void movesFromConsulStepByStep() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
        try (var consul = Consul.startGuarded(folder.resolve("consul"), SECRET);
                var drover = drover()) {
            ask(consul.port(), "PUT", "kv/app/a?flags=3", "one");
            ask(consul.port(), "PUT", "kv/app/b", "two");
            ask(consul.port(), "PUT", "agent/service/register", "{\"Name\": \"web\"}");
            String from = "http://127.0.0.1:" + consul.port();

            Finished denied = drover.drover("registry", "import", "--from", from, "--token-file", token.toString());
            assertEquals(4, denied.exit(), denied::toString);
            assertTrue(denied.err().contains("fix: give a token that may"), denied::err);

            String[] all = {
                "registry",
                "import",
                "--from",
                from,
                "--token-file",
                token.toString(),
                "--into-token-file",
                token.toString()
            };
            Finished dry = drover.drover(with(new String[] {"--dry-run"}, all)).succeeded();
            assertTrue(dry.out().contains("Consul 1.8.7, datacenter dc1"), dry::out);
            assertTrue(dry.out().contains("keys             2 to write"), dry::out);
            assertTrue(dry.out().contains("1 node with an agent: "), dry::out);
            assertTrue(dry.out().endsWith("nothing was written: this was --dry-run\n"), dry::out);
            assertEquals("", ask(port, "GET", "kv/app/a", ""));

            Finished done = drover.drover(all).succeeded();
            assertTrue(done.out().endsWith("written 2\n"), done::out);
            assertEquals("one", ask(port, "GET", "kv/app/a?raw", ""));
            assertTrue(ask(port, "GET", "kv/app/a", "").contains("\"Flags\":3"));
            assertTrue(drover.drover(all).succeeded().out().endsWith("nothing to do\n"));

            ask(port, "PUT", "kv/app/b", "changed");
            Finished left = drover.drover(all).exited(4);
            assertTrue(
                    left.out().contains("is there otherwise, and stays so (--overwrite writes it)\n  app/b\n"),
                    left::out);
            JsonNode report = new ObjectMapper()
                    .readTree(drover.drover(with(new String[] {"--overwrite", "--json"}, all))
                            .succeeded()
                            .out());
            assertEquals(1, report.path("written").asInt(), report::toString);
            assertEquals("app/b", report.at("/plan/parts/0/other/0").asText());
            assertEquals("two", ask(port, "GET", "kv/app/b?raw", ""));
            assertFalse(done.toString()
                    .replace(String.join(" ", done.command()), "")
                    .contains(SECRET));
            drover.stop();
        }
    }

    @Test
    void movesOverTlsFromAnAuthorityOfItsOwn() throws Exception {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var certificate = new TestCertificate(folder);
        Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
        try (var consul = Consul.startWithTls(folder.resolve("consul"), certificate);
                var drover = drover()) {
            ask(consul.port(), "PUT", "kv/app/a", "one");
            String[] plain = {
                "registry",
                "import",
                "--from",
                "https://localhost:" + consul.securePort(),
                "--into-token-file",
                token.toString()
            };
            Finished unknown = drover.drover(plain).exited(1);
            assertTrue(unknown.err().contains(" is not trusted ("), unknown::err);
            assertTrue(unknown.err().contains("nothing was written\n  fix: --ca-file FILE"), unknown::err);

            String authority = certificate.authority().toString();
            Finished done = drover.drover(with(new String[] {"--ca-file", authority}, plain))
                    .succeeded();
            assertTrue(done.out().endsWith("written 1\n"), done::out);
            assertEquals("one", ask(port, "GET", "kv/app/a?raw", ""));
            String url = "https://localhost:" + consul.securePort();
            assertEquals(
                    "app/a\n",
                    drover.drover("registry", "keys", "--url", url, "--ca-file", authority)
                            .succeeded()
                            .out());

            Finished other = drover.drover(with(
                            new String[] {"--ca-file", authority},
                            Stream.of(plain)
                                    .map(w -> w.replace("localhost", "127.0.0.1"))
                                    .toArray(String[]::new)))
                    .exited(1);
            assertTrue(other.err().contains("ask it by a name that stands in it"), other::err);
            Finished none = drover.drover(with(new String[] {"--ca-file", token.toString()}, plain));
            assertEquals(2, none.exit(), none::toString);
            assertTrue(none.err().contains("(expected: certificates of authorities, in PEM)"), none::err);
            drover.stop();
        }
    }

    /** All words of a command line, those of the command first. */
    private static String[] with(String[] last, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void showsWhatIsRegistered() throws IOException, InterruptedException {
        Path token = Files.writeString(folder.resolve("token"), SECRET);
        try (var drover = drover()) {
            String[] opened = {"--token-file", token.toString()};
            ask(port, "PUT", "kv/a/b?flags=7", "value");
            ask(
                    port,
                    "PUT",
                    "agent/service/register",
                    "{\"Name\": \"web\", \"Port\": 80, \"Tags\": [\"v1\"],"
                            + " \"Check\": {\"CheckID\": \"ttl\", \"TTL\": \"1h\"}}");
            assertEquals(
                    "web  v1\n",
                    drover.drover(with(opened, "registry", "services"))
                            .succeeded()
                            .out());
            String web = drover.drover(with(opened, "registry", "service", "web"))
                    .succeeded()
                    .out();
            assertTrue(web.matches("(?s)\\S+/web  127.0.0.1:80  critical  v1\n  ttl +critical\n"), web);
            assertEquals(
                    "a/b\n",
                    drover.drover(with(opened, "registry", "keys", "a/"))
                            .succeeded()
                            .out());
            assertEquals(
                    "value\n",
                    drover.drover(with(opened, "registry", "get", "a/b"))
                            .succeeded()
                            .out());
            assertTrue(drover.drover(with(opened, "registry", "get", "a/b", "--json"))
                    .succeeded()
                    .out()
                    .contains("\"flags\" : \"7\""));
            assertEquals(
                    4, drover.drover(with(opened, "registry", "get", "none")).exit());
            assertEquals(
                    4,
                    drover.drover(with(opened, "registry", "service", "none")).exit());
            assertEquals(4, drover.drover("registry", "get", "a/b").exit());
            drover.stop();
        }
    }

    @Test
    void saysWhatStandsInTheWay() throws IOException {
        try (var drover = drover()) {
            String self = "http://127.0.0.1:" + port;
            Path token = Files.writeString(folder.resolve("token"), SECRET);
            Finished same = drover.drover(
                    "registry",
                    "import",
                    "--from",
                    self,
                    "--token-file",
                    token.toString(),
                    "--into-token-file",
                    token.toString());
            assertEquals(2, same.exit(), same::toString);
            assertTrue(same.err().contains("are the same server"), same::err);
            Finished nobody = drover.drover("registry", "import", "--from", "127.0.0.1:" + FreePort.next());
            assertEquals(3, nobody.exit(), nobody::toString);
            assertTrue(nobody.err().contains("cannot be reached"), nobody::err);
            drover.apply("routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]\n")
                    .succeeded();
            Finished without = drover.drover("registry", "import", "--from", self);
            assertEquals(4, without.exit(), without::toString);
            assertTrue(without.err().contains("runs without a registry"), without::err);
            drover.stop();
        }
    }
}
