package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gdnsd with its plugin for places, on one port of loopback: somebody else's server that steers by geography. */
public final class Gdnsd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/gdnsd");

    private final Running program;
    private final int port;

    private Gdnsd(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts it.
     *
     * @param zones texts of zone files by origin
     * @param geoip what stands in the configuration of its plugin
     * @param forced states that an operator forces, such as {@code geoip/MAP/DATACENTER => DOWN}; or empty
     */
    public static Gdnsd start(Path folder, Map<String, String> zones, String geoip, String forced) {
        int port = FreePort.next();
        try {
            Path own = Files.createDirectories(folder).toAbsolutePath();
            Path files = Files.createDirectories(own.resolve("zones"));
            for (var zone : zones.entrySet()) {
                Files.writeString(files.resolve(zone.getKey()), zone.getValue());
            }
            Path state = Files.createDirectories(own.resolve("state"));
            Files.writeString(state.resolve("admin_state"), forced);
            Files.writeString(own.resolve("config"), """
                    options => { listen => 127.0.0.1:%d, udp_threads => 1, tcp_threads => 1, run_dir => %s/run, state_dir => %s }
                    plugins => { geoip => {
                    %s
                    } }
                    """.formatted(port, own, state, geoip));
            Running program = Running.of(PROGRAM.toString(), "-c", own.toString(), "start")
                    .start();
            Nginx.awaitPort(port, program);
            return new Gdnsd(program, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
