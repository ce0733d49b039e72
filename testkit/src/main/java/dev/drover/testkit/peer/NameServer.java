package dev.drover.testkit.peer;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Somebody else's authoritative DNS server, with one thread, on one port of loopback for UDP and TCP. */
public final class NameServer implements AutoCloseable {
    /** Which one. */
    public enum Kind {
        BIND("/usr/sbin/named"),
        NSD("/usr/sbin/nsd"),
        KNOT("/usr/sbin/knotd");

        private final Path program;

        Kind(String program) {
            this.program = Path.of(program);
        }

        /** Whether the program is installed. */
        public boolean isInstalled() {
            return Files.isExecutable(program);
        }
    }

    private final Running program;
    private final int port;

    private NameServer(Running program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param folder for its configuration and whatever it writes; its path should be short, sockets are in it
     * @param zones zone files by origin
     */
    public static NameServer start(Kind kind, Path folder, Map<String, Path> zones) {
        return start(kind, folder, zones, "");
    }

    /** The same with more of its own configuration behind that. */
    public static NameServer start(Kind kind, Path folder, Map<String, Path> zones, String more) {
        return start(kind, folder, zones, more, FreePort.next());
    }

    /** The same on a port that others have to know beforehand. */
    public static NameServer start(Kind kind, Path folder, Map<String, Path> zones, String more, int port) {
        try {
            Path at = Files.createDirectories(folder).toAbsolutePath();
            Path file = at.resolve("server.conf");
            Files.writeString(file, configuration(kind, at, port, zones) + more);
            Running program = switch (kind) {
                case BIND ->
                    Running.of(kind.program.toString(), "-g", "-n", "1", "-c", file.toString())
                            .start();
                case NSD ->
                    Running.of(kind.program.toString(), "-d", "-c", file.toString())
                            .start();
                case KNOT ->
                    Running.of(kind.program.toString(), "-c", file.toString()).start();
            };
            if (kind == Kind.BIND) {
                // It listens before it has read its zones, and says SERVFAIL until then.
                program.awaitLine("its zones", Nginx.PATIENCE, line -> line.contains("all zones loaded"));
            }
            Nginx.awaitPort(port, program);
            return new NameServer(program, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(Kind kind, Path folder, int port, Map<String, Path> zones) {
        return switch (kind) {
            case BIND -> bind(folder, port, zones);
            case NSD -> nsd(folder, port, zones);
            case KNOT -> knot(folder, port, zones);
        };
    }

    private static String each(Map<String, Path> zones, BiFunction<String, Path, String> one) {
        return zones.entrySet().stream()
                .map(z -> one.apply(z.getKey(), z.getValue().toAbsolutePath()))
                .collect(Collectors.joining());
    }

    private static String bind(Path folder, int port, Map<String, Path> zones) {
        return """
                options {
                  directory "%s"; pid-file none; session-keyfile none; lock-file none; managed-keys-directory "%s";
                  listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; allow-query { any; }; notify no; dnssec-validation no; empty-zones-enable no; check-names primary ignore;
                  minimal-responses no-auth; minimal-any yes; server-id "there"; edns-udp-size 1232; max-udp-size 1232;
                };
                controls { };
                """.formatted(folder, folder, port)
                + each(
                        zones,
                        (origin, file) ->
                                "zone \"%s\" { type primary; file \"%s\"; check-integrity no; check-mx ignore; check-srv-cname ignore; check-mx-cname ignore; };%n"
                                        .formatted(origin, file));
    }

    private static String nsd(Path folder, int port, Map<String, Path> zones) {
        return """
                server:
                  ip-address: 127.0.0.1@%d
                  username: ""
                  chroot: ""
                  database: ""
                  zonesdir: "%s"
                  zonelistfile: "%s/zone.list"
                  pidfile: "%s/nsd.pid"
                  xfrdfile: "%s/xfrd.state"
                  xfrdir: "%s"
                  server-count: 1
                  ipv4-edns-size: 1232
                  rrl-ratelimit: 0
                  minimal-responses: no
                remote-control:
                  control-enable: no
                """.formatted(port, folder, folder, folder, folder, folder)
                + each(zones, (origin, file) -> "zone:%n  name: \"%s\"%n  zonefile: \"%s\"%n".formatted(origin, file));
    }

    private static String knot(Path folder, int port, Map<String, Path> zones) {
        return """
                server:
                    rundir: "%s"
                    listen: 127.0.0.1@%d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                control:
                    listen: "%s/c.sock"
                log:
                  - target: stderr
                    any: warning
                database:
                    storage: "%s"
                template:
                  - id: default
                    storage: "%s"
                    zonefile-sync: -1
                    journal-content: none
                """.formatted(folder, port, folder, folder, folder)
                + (zones.isEmpty() ? "" : "zone:\n")
                + each(zones, (origin, file) -> "  - domain: %s%n    file: \"%s\"%n".formatted(origin, file));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return program.pid();
    }

    public String said() {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
