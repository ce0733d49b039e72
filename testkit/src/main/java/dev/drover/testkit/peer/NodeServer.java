package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script for Node that listens on the port given as its first argument. */
public final class NodeServer implements AutoCloseable {
    private final Running program;
    private final int port;

    private NodeServer(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Whether the program is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/node"));
    }

    public static NodeServer start(Path folder, String script) {
        int port = FreePort.next();
        try {
            Path file = Files.createDirectories(folder).resolve("server.js");
            Files.writeString(file, script);
            Running program = Running.of("/usr/bin/node", file.toString(), String.valueOf(port))
                    .start();
            Nginx.awaitPort(port, program);
            return new NodeServer(program, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
    }
}
