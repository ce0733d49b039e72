package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Pebble;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates for wildcards, by ACME clients with the hook that comes with Drover: Let's Encrypt's authority for tests looks for the challenge
 * in a signed zone, by DNS.
 */
@Tag("long")
final class AcmeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path HOOK =
            Path.of("../packaging/acme-hook").toAbsolutePath().normalize();
    private static final String VALUE = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";

    @TempDir
    private static Path folder;

    private static DroverProcess drover;
    private static Pebble authority;
    private static Pem own;
    private static int dns;

    @BeforeAll
    static void start() throws IOException {
        Needs.program("openssl");
        Needs.program("curl");
        Assumptions.assumeTrue(Pebble.isFetched(), "needs Pebble: .build/peers.sh fetches it");
        dns = FreePort.next();
        drover = DroverProcess.withRoutes(folder.resolve("drover"), names() + zones());
        own = Pem.make(folder, "authority", "localhost");
        authority = Pebble.start(folder.resolve("pebble"), own.chain(), own.key(), dns);
        Path program = Files.writeString(
                folder.resolve("program"), """
                #!/bin/sh
                exec %s "$@" --data %s
                """.formatted(quoted(drover.commandLine()), drover.data()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    @AfterAll
    static void end() {
        if (authority != null) {
            authority.close();
        }
        if (drover != null) {
            drover.stop();
            drover.close();
        }
    }

    private static String names() {
        return "  names: {protocol: dns, address: \"127.0.0.1:" + dns + "\"}\n";
    }

    private static String zones() {
        return """
                routes: [{match: {path: /**}, to: {respond: {status: 200, body: here}}}]
                dns:
                  zones:
                    example.com: {nameservers: ns1.example.net, records: ["www 60 A 192.0.2.7", "*.shop 60 A 192.0.2.8"], sign: ecdsa-p256}
                """;
    }

    private static Finished client(List<String> command) {
        Running.Start start = Running.of(command)
                .with(Map.of(
                        "DROVER", folder.resolve("program").toString(),
                        "REQUESTS_CA_BUNDLE", own.chain().toString(),
                        "PYTHONPATH",
                                Pebble.fetched()
                                        .resolve("usr/lib/python3/dist-packages")
                                        .toString(),
                        "PYTHONDONTWRITEBYTECODE", "1"));
        try (Running running = start.start()) {
            int exit = running.awaitExit(PATIENCE);
            return new Finished(command, exit, running.out(), running.err() + authority.said() + drover.said());
        }
    }

    private static Finished certbot(String... arguments) {
        Needs.program("python3");
        List<String> common = List.of(
                "/usr/bin/python3",
                Pebble.fetched().resolve("usr/bin/certbot").toString(),
                "--non-interactive",
                "--config-dir",
                folder.resolve("certbot").toString(),
                "--work-dir",
                folder.resolve("certbot-work").toString(),
                "--logs-dir",
                folder.resolve("certbot-logs").toString());
        return client(Stream.concat(common.stream(), Stream.of(arguments)).toList());
    }

    private static String shell(String command) {
        return Finished.run(Duration.ofSeconds(30), "bash", "-c", command).out().strip();
    }

    private static void assertNothingIsLeft() {
        assertEquals(0, drover.json("dns", "challenge").size());
    }

    @Test
    void certbotGetsAWildcardThatIsServedAndRenewed() {
        certbot(
                        "certonly",
                        "--agree-tos",
                        "--register-unsafely-without-email",
                        "--server",
                        authority.directory(),
                        "--manual",
                        "--preferred-challenges",
                        "dns",
                        "-d",
                        "example.com",
                        "-d",
                        "*.example.com",
                        "--manual-auth-hook",
                        HOOK + " put",
                        "--manual-cleanup-hook",
                        HOOK + " remove")
                .succeeded();
        assertNothingIsLeft();

        Path live = folder.resolve("certbot/live/example.com");
        int secure = FreePort.next();
        drover.apply("""
                  secure: {protocol: https, address: "127.0.0.1:%d", certificates: [site]}
                %scertificates:
                  site: {names: [example.com, "*.example.com"], source: {files: {chain: %s/fullchain.pem, key: %s/privkey.pem}}}
                %s""".formatted(secure, names(), live, live, zones())).succeeded();
        Path root = folder.resolve("root.pem");
        shell("curl -sS --cacert " + own.chain() + " " + authority.root() + " > " + root);
        assertEquals(
                "here",
                shell("curl -sS --cacert " + root + " --resolve any.example.com:" + secure
                        + ":127.0.0.1 https://any.example.com:" + secure + "/ 2>&1"));

        String first = serial(live);
        assertEquals(first, served(secure));
        certbot("renew", "--force-renewal", "--no-random-sleep-on-renew").succeeded();
        assertTrue(!serial(live).equals(first), first);
        Await.until("the renewed certificate", PATIENCE, () -> served(secure).equals(serial(live)), drover::said);
        assertNothingIsLeft();
    }

    private static String serial(Path live) {
        return shell("openssl x509 -noout -serial -in " + live.resolve("cert.pem"));
    }

    private static String served(int port) {
        return shell("openssl s_client -servername any.example.com -connect 127.0.0.1:" + port
                + " < /dev/null 2> /dev/null | openssl x509 -noout -serial");
    }

    @Test
    void dehydratedGetsAWildcard() throws IOException {
        Path base = Files.createDirectories(folder.resolve("dehydrated"));
        Path config = Files.writeString(
                base.resolve("config"), """
                CA="%s"
                CHALLENGETYPE="dns-01"
                HOOK="%s"
                BASEDIR="%s"
                CURL_OPTS="--cacert %s"
                """.formatted(authority.directory(), HOOK, base, own.chain()));
        String program = Pebble.fetched().resolve("usr/bin/dehydrated").toString();
        client(List.of("bash", program, "--config", config.toString(), "--register", "--accept-terms"))
                .succeeded();
        client(List.of(
                        "bash",
                        program,
                        "--config",
                        config.toString(),
                        "--cron",
                        "--alias",
                        "shop",
                        "--domain",
                        "shop.example.com *.shop.example.com"))
                .succeeded();
        String names = shell("openssl x509 -noout -ext subjectAltName -in " + base.resolve("certs/shop/cert.pem"));
        assertTrue(names.contains("DNS:shop.example.com") && names.contains("DNS:*.shop.example.com"), names);
        assertNothingIsLeft();
    }

    /** As lego's documentation has it, and uacme's. */
    @Test
    void isCalledByOthersAsTheyCallTheirs() {
        String owner = "_acme-challenge.www.example.com.";
        String hook = HOOK.toString();
        client(List.of(hook, "present", owner, VALUE)).succeeded();
        assertEquals(owner, drover.json("dns", "challenge").get(0).path("name").asText());
        client(List.of(hook, "cleanup", owner, VALUE)).succeeded();
        assertNothingIsLeft();
        client(List.of(hook, "cleanup", owner, VALUE)).succeeded();
        client(List.of(hook, "begin", "http-01", "www.example.com", "x", VALUE)).exited(1);
        client(List.of(hook, "begin", "dns-01", "www.example.com", "x", VALUE)).succeeded();
        assertEquals(VALUE, drover.json("dns", "challenge").get(0).path("value").asText());
        client(List.of(hook, "done", "dns-01", "www.example.com", "x", VALUE)).succeeded();
        assertNothingIsLeft();
        client(List.of(hook, "put")).exited(2);
        client(List.of(hook)).exited(2);
    }
}
