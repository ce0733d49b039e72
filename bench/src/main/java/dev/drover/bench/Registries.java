package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registries that are compared: each a server of its own on loopback that keeps its data on the same disk. */
final class Registries {
    private static final int START_SECONDS = 60;

    /** Consul takes 200 connections of one client unless told otherwise. */
    private static final int MOST_CONNECTIONS = 12_000;

    private final Path folder;
    private final Path project;

    Registries(Path folder, Path project) {
        this.folder = folder;
        this.project = project;
    }

    /** One of them, and what was measured of it, round by round. */
    record Side(Running server, int port, Map<String, List<Double>> seen) implements AutoCloseable {
        void note(String what, double value) {
            seen.computeIfAbsent(what, w -> new ArrayList<>()).add(value);
        }

        List<Double> of(String what) {
            return seen.getOrDefault(what, List.of());
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Starts it; it can be read and written when this returns. */
    Side start(String name, int core) throws IOException, InterruptedException {
        int port = Running.freePort();
        var command = switch (name.replaceAll("-.*", "")) {
            case "consul" -> consul(name, port);
            case "drover" -> drover(name, port);
            default -> throw new IOException("no registry " + name);
        };
        var server = Running.start(name, core, folder, command);
        try {
            server.await(port, START_SECONDS);
            server.awaitServing(port, "/v1/catalog/nodes?consistent", START_SECONDS);
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        Bench.say(name + " is process " + server.pid());
        return new Side(server, port, new HashMap<>());
    }

    static Path consul(Path project) throws IOException {
        Path program = project.resolve("target/peers/consul/usr/bin/consul");
        if (!Files.isExecutable(program)) {
            throw new IOException("there is no " + program + ": run .build/peers.sh");
        }
        return program;
    }

    private List<String> consul(String name, int port) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".json"), """
                {
                  "server": true, "bootstrap": true, "datacenter": "dc1", "node_name": "alpha", "disable_host_node_id": true,
                  "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1", "disable_update_check": true, "log_level": "warn",
                  "performance": {"raft_multiplier": 1}, "limits": {"http_max_conns_per_client": %d},
                  "ports": {"http": %d, "dns": -1, "grpc": -1, "server": %d, "serf_lan": %d, "serf_wan": %d}
                }
                """.formatted(
                        MOST_CONNECTIONS, port, Running.freePort(), Running.freePort(), Running.freePort()));
        return List.of(
                consul(project).toString(),
                "agent",
                "-config-file",
                file.toString(),
                "-data-dir",
                folder.resolve(name + "-data").toString());
    }

    private List<String> drover(String name, int port) throws IOException {
        Path file =
                Files.writeString(folder.resolve(name + ".yaml"), "registry: {listen: \"127.0.0.1:" + port + "\"}\n");
        return List.of(
                project.resolve("drover").toString(),
                "up",
                file.toString(),
                "--data",
                folder.resolve(name + "-data").toString(),
                "--admin",
                "127.0.0.1:" + Running.freePort(),
                "--workers",
                "1",
                "--history",
                "off");
    }
}
