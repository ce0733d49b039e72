package dev.drover.proof;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.NameServer;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A zone above another one: BIND's tools sign it for a year, BIND answers for it, and it shows the DS records that a test has it show. */
final class SignedParent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final String zone;
    private final String child;
    private final String key;
    private final int port = FreePort.next();
    private NameServer server;
    private int serial;

    /** One that shows no DS record, and does not run yet. */
    SignedParent(Path folder, String zone, String child) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.zone = zone;
        this.child = child;
        this.key = run("dnssec-keygen", "-q", "-K", folder.toString(), "-a", "ECDSAP256SHA256", "-f", "KSK", zone)
                .strip();
        sign(List.of());
    }

    private static String run(String... command) {
        return Finished.run(PATIENCE, command).succeeded().out();
    }

    int port() {
        return port;
    }

    /** Its key, as a resolver is told to believe it. */
    String anchor() throws IOException {
        return Files.readAllLines(folder.resolve(key + ".key")).stream()
                .filter(line -> line.startsWith(zone))
                .findFirst()
                .orElseThrow();
    }

    String said() {
        return server == null ? "" : server.said();
    }

    void start() {
        server = NameServer.start(NameServer.Kind.BIND, folder.resolve("bind"), Map.of(zone, signed()), "", port);
    }

    private Path signed() {
        return folder.resolve("signed.zone");
    }

    private void sign(List<String> ds) throws IOException {
        var text = new StringBuilder(
                "$TTL 300\n@ SOA ns admin %d 3600 900 86400 60\n@ NS ns\nns A 127.0.0.1\n%s. NS ns1.example.net.\n"
                        .formatted(++serial, child));
        ds.forEach(record -> text.append(child).append(". DS ").append(record).append('\n'));
        Path plain = Files.writeString(folder.resolve("plain.zone"), text);
        String keys = folder.toString();
        var command = new ArrayList<>(List.of("dnssec-signzone", "-q", "-S", "-z", "-K", keys, "-d", keys, "-o", zone));
        command.addAll(List.of("-s", "now-1d", "-e", "now+1y", "-f", signed().toString(), plain.toString()));
        run(command.toArray(String[]::new));
    }

    /** From now on it has these, in the form of {@code dig +short}. */
    void show(List<String> ds) {
        try {
            sign(ds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("kill", "-HUP", Long.toString(server.pid()));
        Await.until("the records " + ds, PATIENCE, () -> shown().equals(ds), this::said);
    }

    List<String> shown() {
        return new Dig(port).data(child, "DS");
    }

    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
