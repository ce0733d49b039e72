package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Let's Encrypt's certification authority for tests (RFC 8555), on loopback alone. It validates as the real one does, and gives out
 * certificates that nobody trusts.
 */
public final class Pebble implements AutoCloseable {
    private static final Path FETCHED =
            Path.of("../target/peers/acme").toAbsolutePath().normalize();
    private static final Path PROGRAM = FETCHED.resolve("usr/bin/pebble");

    private final Running program;
    private final int port;
    private final int management;

    private Pebble(Running program, int port, int management) {
        this.program = program;
        this.port = port;
        this.management = management;
    }

    /** Whether {@code .build/peers.sh} has fetched it, and the clients that come with it. */
    public static boolean isFetched() {
        return Files.isExecutable(PROGRAM);
    }

    /** The folder where it was unpacked, with its clients. */
    public static Path fetched() {
        return FETCHED;
    }

    /**
     * Starts it.
     *
     * @param chain what it shows to clients, a certificate for {@code localhost}
     * @param dns port of loopback that it asks, whatever the name
     */
    public static Pebble start(Path folder, Path chain, Path key, int dns) {
        int port = FreePort.next();
        int management = FreePort.next();
        try {
            Path file = Files.createDirectories(folder).resolve("pebble.json");
            Files.writeString(file, """
                    {"pebble": {
                      "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                      "certificate": "%s", "privateKey": "%s", "httpPort": 1, "tlsPort": 1,
                      "ocspResponderURL": "", "externalAccountBindingRequired": false}}
                    """.formatted(port, management, chain, key));
            // It validates at once, remembers nothing that it has validated, and refuses no nonce that it gave out.
            Running program = Running.of(
                            PROGRAM.toString(), "-config", file.toString(), "-dnsserver", "127.0.0.1:" + dns)
                    .with(Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_AUTHZREUSE", "0", "PEBBLE_WFE_NONCEREJECT", "0"))
                    .start();
            Nginx.awaitPort(port, program);
            Nginx.awaitPort(management, program);
            return new Pebble(program, port, management);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients begin with. */
    public String directory() {
        return "https://localhost:" + port + "/dir";
    }

    /** Where its own certificate is told, which signs all others. */
    public String root() {
        return "https://localhost:" + management + "/roots/0";
    }

    public String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
