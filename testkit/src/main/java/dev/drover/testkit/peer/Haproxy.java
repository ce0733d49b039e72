package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A HAProxy with one TCP front in front of one server. */
public final class Haproxy implements AutoCloseable {
    private final Running program;
    private final int port;

    private Haproxy(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Whether the program is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/haproxy"));
    }

    /**
     * Starts it.
     *
     * @param server words behind the server's address, such as {@code send-proxy-v2}
     */
    public static Haproxy start(Path folder, int to, String server) {
        int port = FreePort.next();
        String configuration = """
                global
                  maxconn 200
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                listen front
                  bind 127.0.0.1:%d
                  server drover 127.0.0.1:%d %s
                """.formatted(port, to, server);
        try {
            Path file = Files.createDirectories(folder).resolve("haproxy.cfg");
            Files.writeString(file, configuration);
            Running program = Running.of("/usr/sbin/haproxy", "-db", "-f", file.toString())
                    .start();
            Nginx.awaitPort(port, program);
            return new Haproxy(program, port);
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
