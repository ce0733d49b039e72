package dev.drover.proof;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sites fra and nyc with a node each, on addresses of loopback that no other run has. */
final class TwoSites implements AutoCloseable {
    /** Two nodes that start beside other work take their time. */
    static final Duration SOON = Duration.ofSeconds(150);

    static final List<String> NAMES = List.of("fra", "nyc");
    private static final String SECRET = "a secret of more than thirty-two characters\n";

    private final Path folder;
    private final String dns;
    private final String net = "127." + (20 + ProcessHandle.current().pid() % 200) + ".1.";
    private final int[] doors = {FreePort.next(), FreePort.next()};
    private final Map<String, DroverProcess> nodes = new HashMap<>();

    /** @param dns what their files have under this key, in flow style */
    TwoSites(Path folder, String dns) {
        this.folder = folder;
        this.dns = dns;
    }

    String address(String site) {
        return net + (1 + NAMES.indexOf(site));
    }

    /** The port of its registry's API. */
    int door(String site) {
        return doors[NAMES.indexOf(site)];
    }

    /** Where the file of a site is, and below {@code data} what it keeps. */
    Path folder(String site) {
        return folder.resolve(site);
    }

    DroverProcess node(String site) {
        return nodes.get(site);
    }

    /** Starts the node of a site. */
    void start(String site) throws IOException {
        Path own = Files.createDirectories(folder(site));
        Files.writeString(own.resolve("registry.secret"), SECRET);
        Files.writeString(own.resolve("names.secret"), SECRET);
        nodes.put(
                site,
                DroverProcess.onMachine(
                        own,
                        """
                cluster: two-sites
                sites:
                  fra: {addresses: [%s]}
                  nyc: {addresses: [%s]}
                nodes:
                  fra-1: {site: fra, address: %1$s}
                  nyc-1: {site: nyc, address: %2$s}
                listen: {names: {protocol: dns, address: "%3$s:5353"}}
                registry:
                  listen: 127.0.0.1:%4$d
                  ensemble: [fra-1, nyc-1]
                  secret: {file: registry.secret}
                dns: %5$s
                """.formatted(address("fra"), address("nyc"), address(site), door(site), dns),
                        List.of(),
                        "--node",
                        site + "-1"));
    }

    /** Waits until both hear each other. */
    void awaitBoth() {
        for (String site : NAMES) {
            Await.until("both hear each other", SOON, () -> heard(site), this::said);
        }
    }

    private boolean heard(String site) {
        node(site).admin();
        return node(site)
                .json("status")
                .path("registry")
                .path("sites")
                .path(0)
                .path("node")
                .asText()
                .endsWith("-1");
    }

    String said() {
        var text = new StringBuilder();
        nodes.values().forEach(n -> text.append(n.said()).append("\n----\n"));
        return text.toString();
    }

    String dig(String at, String name, String... more) {
        var command = new ArrayList<>(List.of("dig", "@" + address(at), "-p", "5353", "+tries=1", "+time=5", name));
        command.addAll(List.of(more));
        return Finished.run(SOON, command).out();
    }

    @Override
    public void close() {
        nodes.values().forEach(DroverProcess::close);
    }
}
