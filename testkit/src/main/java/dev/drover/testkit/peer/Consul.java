package dev.drover.testkit.peer;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** A Consul of one server that is its own leader, on loopback alone, in the datacenter {@code dc1}. */
public final class Consul implements AutoCloseable {
    /** Its node. */
    public static final String NODE = "alpha";

    /** Its node's id. */
    public static final String NODE_ID = "6c1ad9b0-0000-4000-8000-00000000000a";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path PROGRAM =
            Path.of("../target/peers/consul/usr/bin/consul").toAbsolutePath().normalize();

    private final Running program;
    private final int port;
    private final int dns;
    private final int securePort;

    private Consul(Running program, int port, int dns, int securePort) {
        this.program = program;
        this.port = port;
        this.dns = dns;
        this.securePort = securePort;
    }

    /** The program; also its commands for those who operate one. */
    public static Path program() {
        return PROGRAM;
    }

    /** Whether {@code .build/peers.sh} has fetched the program. */
    public static boolean isFetched() {
        return Files.isExecutable(PROGRAM);
    }

    /** Runs it; it has a leader and knows its own node when this returns. */
    public static Consul start(Path folder) {
        return start(folder, "", "");
    }

    /** One that runs programs which are registered as checks. */
    public static Consul startWithScripts(Path folder) {
        return start(folder, "\"enable_script_checks\": true,", "");
    }

    /**
     * One that denies whatever no token allows.
     *
     * @param master the secret of a token that may do everything, a UUID
     */
    public static Consul startGuarded(Path folder, String master) {
        String acl = """
                "acl": {"enabled": true, "default_policy": "deny", "tokens": {"master": "%s", "agent": "%s"}},
                """.formatted(master, master);
        return start(folder, acl, master);
    }

    /** One that is asked over TLS as well. */
    public static Consul startWithTls(Path folder, TestCertificate certificate)
            throws GeneralSecurityException, IOException {
        String files = """
                "cert_file": "%s", "key_file": "%s",
                """.formatted(certificate.authority(), certificate.key());
        return start(folder, files, "", FreePort.next());
    }

    private static Consul start(Path folder, String more, String token) {
        return start(folder, more, token, -1);
    }

    private static Consul start(Path folder, String more, String token, int securePort) {
        int port = FreePort.next();
        int dns = FreePort.next();
        String configuration = """
                {
                  %s
                  "server": true, "bootstrap": true, "datacenter": "dc1",
                  "node_name": "%s", "node_id": "%s", "disable_host_node_id": true,
                  "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1", "disable_update_check": true, "log_level": "warn",
                  "performance": {"raft_multiplier": 1},
                  "ports": {"http": %d, "https": %d, "dns": %d, "grpc": -1, "server": %d, "serf_lan": %d, "serf_wan": %d}
                }
                """.formatted(
                        more, NODE, NODE_ID, port, securePort, dns, FreePort.next(), FreePort.next(), FreePort.next());
        try {
            Path file = Files.createDirectories(folder).resolve("consul.json");
            Files.writeString(file, configuration);
            Running program = Running.of(
                            PROGRAM.toString(),
                            "agent",
                            "-config-file",
                            file.toString(),
                            "-data-dir",
                            folder.resolve("data").toString())
                    .start();
            var consul = new Consul(program, port, dns, securePort);
            Await.until("a Consul that knows itself", PATIENCE, () -> consul.knowsItself(token), program::said);
            return consul;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean knowsItself(String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/health/node/" + NODE))
                    .timeout(Duration.ofSeconds(5))
                    .header("X-Consul-Token", token)
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("Agent alive and reachable");
        }
    }

    public int port() {
        return port;
    }

    /** Where it answers DNS, for the domain {@code consul}. */
    public int dns() {
        return dns;
    }

    /** Where it is asked over TLS, if it is. */
    public int securePort() {
        return securePort;
    }

    public String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
