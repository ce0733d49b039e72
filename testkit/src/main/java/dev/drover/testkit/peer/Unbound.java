package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody else's resolver, which believes nothing that is not signed where it should be. */
public final class Unbound implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/unbound");
    /** As signatures have it in zone files (RFC 4034, section 3.2). */
    private static final DateTimeFormatter SIGNED =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

    private final Running program;
    private final int port;

    private Unbound(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts it.
     *
     * @param server port of loopback where all these zones are asked for
     * @param anchors DS or DNSKEY records that it believes
     */
    public static Unbound start(Path folder, int server, Collection<String> zones, Collection<String> anchors) {
        return start(folder, new Upstream(server, null), zones, anchors);
    }

    /**
     * The same where each zone has a server of its own, and with whatever time signatures are of: the test has its own.
     *
     * @param zones ports of loopback by zone
     */
    public static Unbound startWithoutTime(Path folder, Map<String, Integer> zones, Collection<String> anchors) {
        return start(folder, "-1", zones, anchors);
    }

    /** The same with what is right at a moment, which stays. */
    public static Unbound startAt(Instant now, Path folder, Map<String, Integer> zones, Collection<String> anchors) {
        return start(folder, SIGNED.format(now), zones, anchors);
    }

    private static Unbound start(Path folder, String date, Map<String, Integer> zones, Collection<String> anchors) {
        String stubs = zones.entrySet().stream()
                .map(z -> stub(z.getKey(), new Upstream(z.getValue(), null)))
                .collect(Collectors.joining());
        return start(folder, "  val-override-date: \"" + date + "\"\n", stubs, anchors);
    }

    /** The same over TLS (RFC 7858), to a server that is {@code localhost} by this authority's word. */
    public static Unbound startOverTls(Path folder, int server, Collection<String> zones, Path authority) {
        return start(folder, new Upstream(server, authority), zones, List.of());
    }

    /** Who is asked, and who vouches for it; nobody where it is asked in the clear. */
    private record Upstream(int port, @Nullable Path authority) {
        String server() {
            return authority == null ? "" : "  tls-cert-bundle: \"" + authority.toAbsolutePath() + "\"\n";
        }

        String stub() {
            return authority == null
                    ? "  stub-addr: 127.0.0.1@" + port + "\n"
                    : "  stub-addr: 127.0.0.1@" + port + "#localhost\n  stub-tls-upstream: yes\n";
        }
    }

    private static Unbound start(Path folder, Upstream server, Collection<String> zones, Collection<String> anchors) {
        String stubs = zones.stream().map(z -> stub(z, server)).collect(Collectors.joining());
        return start(folder, server.server(), stubs, anchors);
    }

    private static String stub(String zone, Upstream server) {
        return "stub-zone:\n  name: \"" + zone + "\"\n" + server.stub();
    }

    /** @param settings lines of its section {@code server}, and {@code stubs} whole sections */
    private static Unbound start(Path folder, String settings, String stubs, Collection<String> anchors) {
        int port = FreePort.next();
        try {
            Path file = Files.createDirectories(folder).toAbsolutePath().resolve("unbound.conf");
            Files.writeString(file, configuration(folder, port, settings, stubs, anchors));
            Running program =
                    Running.of(PROGRAM.toString(), "-d", "-c", file.toString()).start();
            Nginx.awaitPort(port, program);
            return new Unbound(program, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(
            Path folder, int port, String settings, String stubs, Collection<String> anchors) {
        return """
                server:
                  interface: 127.0.0.1@%d
                  port: %d
                  username: ""
                  chroot: ""
                  directory: "%s"
                  pidfile: ""
                  use-syslog: no
                  verbosity: 1
                  val-log-level: 2
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  num-threads: 1
                  aggressive-nsec: no
                  qname-minimisation: no
                  local-zone: "test." nodefault
                  local-zone: "invalid." nodefault
                %s%sremote-control:
                  control-enable: no
                %s""".formatted(
                port,
                port,
                folder.toAbsolutePath(),
                settings,
                anchors.stream().map(a -> "  trust-anchor: \"" + a + "\"\n").collect(Collectors.joining()),
                stubs);
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
