package dev.drover.clients;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** Who is asked: what the clients were written for, and Drover, the whole program with nothing but a registry. */
enum Side {
    CONSUL {
        @Override
        Server start(Path folder) {
            Assumptions.assumeTrue(Consul.isFetched(), "needs Consul 1.8.7: .build/peers.sh fetches it");
            Consul consul = Consul.start(folder);
            return new Server(consul.port(), consul.dns(), consul::said, consul::close);
        }
    },

    DROVER {
        @Override
        Server start(Path folder) {
            int port = FreePort.next();
            int dns = FreePort.next();
            String yaml = """
                    listen:
                      web: {protocol: http, address: "127.0.0.1:%d"}
                      names: {protocol: dns, address: "127.0.0.1:%d"}
                    dns: {discovery: {domains: [consul]}}
                    registry: {listen: "127.0.0.1:%d"}
                    routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]
                    """.formatted(FreePort.next(), dns, port);
            Running program = Running.of(command(write(folder, yaml), folder.resolve("data")))
                    .with(Map.of("CLASSPATH", System.getProperty("java.class.path")))
                    .start();
            Await.until("a registry", PATIENCE, () -> hasNode(port) || !program.isAlive(), program::said);
            return new Server(port, dns, program::said, program::close);
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * One that runs.
     *
     * @param dns port on which names below {@code consul} are answered
     */
    record Server(int port, int dns, Supplier<String> said, Runnable end) implements AutoCloseable {
        Asked asked() {
            return new Asked(port);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    abstract Server start(Path folder);

    private static boolean hasNode(int port) throws IOException, InterruptedException {
        return !new Asked(port).json("/v1/catalog/nodes").isEmpty();
    }

    private static Path write(Path folder, String yaml) {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve("drover.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path file, Path data) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "dev.drover.Drover",
                "up",
                file.toString(),
                "--data",
                data.toString(),
                "--admin",
                "127.0.0.1:0",
                "--node",
                Consul.NODE);
    }
}
