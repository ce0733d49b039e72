package dev.drover.proof;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.process.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** An {@link Origin} in a process of its own, so that it can be killed and started again on the same port. */
final class OriginProgram implements AutoCloseable {
    private final String name;
    private final int port = FreePort.next();
    private Running program;

    OriginProgram(String name) {
        this.name = name;
        start();
    }

    /** The command line, for whoever starts it. */
    static List<String> command(String port, String name) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classes().toString(),
                Origin.class.getName(),
                port,
                name);
    }

    private static Path classes() {
        try {
            return Path.of(Origin.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of {@code run} in {@code drover.yaml}; as root the account must be named. */
    static String run(String name, int count) {
        String command =
                command("{port}", name).stream().map(w -> '"' + w + '"').collect(Collectors.joining(", "));
        String user = System.getProperty("user.name");
        return "{command: [%s], count: %d%s}".formatted(command, count, user.equals("root") ? ", user: root" : "");
    }

    int port() {
        return port;
    }

    void start() {
        program = Running.of(command(String.valueOf(port), name)).start();
        program.awaitLine("its port", Duration.ofSeconds(30), l -> l.contains("listening on"));
    }

    /** SIGKILL. */
    void kill() {
        program.kill();
        program.awaitExit(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        program.close();
    }
}
