package dev.drover.clients;

import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The clients' programs, which stand beside {@code src/}. What is not there is named, and its test skipped. */
final class Programs {
    private static final Path ROOM = Path.of("").toAbsolutePath();
    private static final Path PEERS =
            Path.of("../target/peers").toAbsolutePath().normalize();

    private Programs() {}

    /** A client in Java, built in its folder, on its own class path. */
    static Running.Start java(String client, String main, List<String> arguments) {
        Path target = ROOM.resolve(client).resolve("target");
        Path listed = target.resolve("classpath");
        Assumptions.assumeTrue(Files.exists(listed), () -> "needs clients/" + client + " to be built: ./check clients");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dstdout.encoding=UTF-8",
                main));
        command.addAll(arguments);
        String path = target.resolve("classes") + ":" + read(listed).strip();
        return Running.of(command).with(Map.of("CLASSPATH", path));
    }

    /** A script for Node, with what npm has fetched. */
    static Running.Start node(String script, List<String> arguments) {
        Path modules = PEERS.resolve("npm/node_modules");
        Assumptions.assumeTrue(
                Files.isDirectory(modules.resolve("consul")), "needs npm's consul: .build/peers.sh fetches it");
        return script("/usr/bin/node", script, arguments).with(Map.of("NODE_PATH", modules.toString()));
    }

    /** A script for the system's Python, with the packages that are unpacked for it. */
    static Running.Start python(String script, List<String> arguments) {
        Path packages = PEERS.resolve("python-consul/usr/lib/python3/dist-packages");
        Assumptions.assumeTrue(
                Files.isDirectory(packages.resolve("consul")), "needs python3-consul: .build/peers.sh fetches it");
        return script("/usr/bin/python3", script, arguments)
                .with(Map.of("PYTHONPATH", packages.toString(), "PYTHONDONTWRITEBYTECODE", "1"));
    }

    private static Running.Start script(String interpreter, String script, List<String> arguments) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(interpreter)), () -> "needs " + interpreter);
        var command = new ArrayList<>(List.of(interpreter, ROOM.resolve(script).toString()));
        command.addAll(arguments);
        return Running.of(command);
    }

    static Path prometheus() {
        Path program = PEERS.resolve("prometheus/usr/bin/prometheus");
        Assumptions.assumeTrue(Files.isExecutable(program), "needs Prometheus 2.24: .build/peers.sh fetches it");
        return program;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
