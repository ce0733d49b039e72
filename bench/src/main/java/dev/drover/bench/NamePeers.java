package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The servers of names that Drover is compared with, each with one thread for datagrams. */
final class NamePeers {
    /** Networks that clients are in. */
    static final int NETWORKS = 512;

    private static final int DATACENTERS = 3;
    private static final long SEED = 20_260_101;

    private NamePeers() {}

    static Running awaited(Running running, int port, int patience) throws IOException, InterruptedException {
        try {
            running.await(port, patience);
            return running;
        } catch (IOException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    static Running start(String name, Path folder, int port) throws IOException, InterruptedException {
        return start(name, folder, port, 20);
    }

    /** One of the others, for the zones in the folder. */
    static Running start(String name, Path folder, int port, int patience) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(name));
        Path file = own.resolve("config");
        var running = switch (name) {
            case "knot" -> {
                Files.writeString(
                        file,
                        "policy:\n  - id: bench\n    algorithm: ecdsap256sha256\n"
                                + knot(
                                        folder,
                                        own,
                                        port,
                                        "  - domain: signed.test\n    file: signed.test\n    dnssec-signing: on\n    dnssec-policy: bench\n"));
                yield Running.start(name, DnsBench.SERVERS, folder, List.of("knotd", "-c", file.toString()));
            }
            case "knot-geo" -> {
                Files.writeString(
                        own.resolve("networks"), DnsBench.CHOSEN + ":\n" + networks("  - net: %s\n    A: %s\n"));
                Files.writeString(
                        file,
                        "mod-geoip:\n  - id: geo\n    config-file: " + own + "/networks\n    mode: subnet\n"
                                + knot(folder, own, port, "    module: mod-geoip/geo\n"));
                yield Running.start(name, DnsBench.SERVERS, folder, List.of("knotd", "-c", file.toString()));
            }
            case "gdnsd" -> {
                Files.writeString(file, gdnsd(own, port));
                Path zones = Files.createDirectories(own.resolve("zones"));
                Files.writeString(
                        zones.resolve("bench.test"),
                        Files.readString(folder.resolve("zones/bench.test")) + "geo 30 DYNA geoip!geo\n");
                yield Running.start(name, DnsBench.SERVERS, folder, List.of("gdnsd", "-c", own.toString(), "start"));
            }
            default -> throw new IOException("no server " + name);
        };
        return awaited(running, port, patience);
    }

    /** The first three bytes of each: the same ones each time. */
    private static List<String> networks() {
        var random = new Random(SEED);
        return IntStream.range(0, NETWORKS)
                .mapToObj(i -> "%d %d %d".formatted(11 + random.nextInt(110), i / 4, random.nextInt(256)))
                .toList();
    }

    static void writeNetworks(Path file) throws IOException {
        Files.write(file, networks());
    }

    /** Each in its line, and one of three addresses. */
    private static String networks(String line) {
        List<String> all = networks();
        return IntStream.range(0, NETWORKS)
                .mapToObj(
                        i -> line.formatted(all.get(i).replace(' ', '.') + ".0/24", "192.0.2." + (1 + i % DATACENTERS)))
                .collect(Collectors.joining());
    }

    /** Asks until there is an answer with a record: some listen before they have read their zones. */
    static void awaitAnswer(int port, String name, int seconds) throws IOException, InterruptedException {
        for (int i = 0; i < seconds * 5; i++) {
            Process dig = new ProcessBuilder(
                            "dig", "@127.0.0.1", "-p", String.valueOf(port), "+tries=1", "+time=1", "+short", name)
                    .start();
            String line = dig.inputReader().readLine();
            if (line != null && !line.startsWith(";")) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IOException(name + " is not answered");
    }

    private static String knot(Path folder, Path own, int port, String module) {
        return """
                server:
                    rundir: "%s"
                    listen: 127.0.0.1@%d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                    edns-client-subnet: on
                control:
                    listen: "%s/c.sock"
                database:
                    storage: "%s"
                template:
                  - id: default
                    storage: "%s/zones"
                    zonefile-sync: -1
                    journal-content: none
                zone:
                  - domain: bench.test
                    file: bench.test
                """.formatted(own, port, own, own, folder) + module;
    }

    private static String gdnsd(Path own, int port) {
        return """
                options => { listen => 127.0.0.1:%d, udp_threads => 1, tcp_threads => 1, run_dir => %s/run, state_dir => %s/state }
                plugins => { geoip => {
                  maps => { all => { datacenters => [d1, d2, d3], nets => {
                %s  } } }
                  resources => { geo => { map => all, dcmap => { d1 => 192.0.2.1, d2 => 192.0.2.2, d3 => 192.0.2.3 } } }
                } }
                """.formatted(port, own, own, networks("    %s => [%s]\n").replace("[192.0.2.", "[d"));
    }
}
