package dev.drover.testkit.peer;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An nginx of one worker on one port of loopback. */
public final class Nginx implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Running program;
    private final int port;

    private Nginx(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Whether the program is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx"));
    }

    /**
     * Starts it.
     *
     * @param folder for its configuration, temporary files and log
     * @param listen words behind the address in {@code listen}, such as {@code proxy_protocol}; may be empty
     * @param server what stands inside {@code server}
     */
    public static Nginx start(Path folder, String listen, String server) {
        int port = FreePort.next();
        String configuration = """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr warn;
                user root;
                events { worker_connections 512; }
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  server {
                    listen 127.0.0.1:%d %s;
                    %s
                  }
                }
                """.formatted(port, listen, server);
        try {
            Path file = Files.createDirectories(folder).resolve("nginx.conf");
            Files.writeString(
                    file,
                    "root".equals(System.getProperty("user.name"))
                            ? configuration
                            : configuration.replace("user root;\n", ""));
            Running program = Running.of(
                            "/usr/sbin/nginx", "-p", folder.toString(), "-c", file.toString(), "-e", "stderr")
                    .start();
            awaitPort(port, program);
            return new Nginx(program, port);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void awaitPort(int port, Running program) {
        Await.until(
                "a listener on port " + port,
                PATIENCE,
                () -> {
                    if (!program.isAlive()) {
                        return true;
                    }
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    }
                },
                program::said);
        if (!program.isAlive()) {
            throw new AssertionError("it ended at once: " + program.said());
        }
    }

    public int port() {
        return port;
    }

    public String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
