package dev.drover.bench;

import dev.drover.bench.Wire.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The registries that are compared: each one server on loopback, or several with a network namespace each that keep it together. All
 * keep their data on the same disk.
 */
final class Registries {
    private static final int START_SECONDS = 90;
    private static final int HTTP = 8500;
    private static final String TOKEN = "benchmark";

    /** Consul takes 200 connections of one client unless told otherwise. */
    private static final int MOST_CONNECTIONS = 12_000;

    private final Path folder;
    private final Path project;

    Registries(Path folder, Path project) {
        this.folder = folder;
        this.project = project;
    }

    /**
     * One of them, and what was measured of it, round by round.
     *
     * @param doors of its servers, in the same order
     */
    record Side(
            String name, List<Running> servers, List<Door> doors, AutoCloseable ground, Map<String, List<Double>> seen)
            implements AutoCloseable {
        /** Where it is written to. */
        Door door() {
            return doors.getFirst();
        }

        /** Where it is watched: another server than is written to, if there is one. */
        Door farDoor() {
            return doors.getLast();
        }

        double cpuSeconds() {
            return servers.stream().mapToDouble(Running::cpuSeconds).sum();
        }

        double memoryMegabytes() {
            return servers.stream().mapToDouble(Running::memoryMegabytes).sum();
        }

        void note(String what, double value) {
            seen.computeIfAbsent(what, w -> new ArrayList<>()).add(value);
        }

        List<Double> of(String what) {
            return seen.getOrDefault(what, List.of());
        }

        @Override
        public void close() {
            servers.forEach(Running::close);
            try {
                ground.close();
            } catch (Exception e) {
                Bench.say(name + ": " + e.getMessage());
            }
        }
    }

    /** Starts it; it can be read and written when this returns. */
    Side start(String name, int nodes, int core) throws IOException, InterruptedException {
        var side = nodes == 1 ? alone(name, core) : together(name, nodes, core);
        try {
            awaitAll(side);
        } catch (IOException | InterruptedException e) {
            side.close();
            throw e;
        }
        Bench.say(name + " is process "
                + String.join(", ", side.servers.stream().map(s -> "" + s.pid()).toList()));
        return side;
    }

    private Side alone(String name, int core) throws IOException {
        int port = Running.freePort();
        var command = isConsul(name) ? consul(name, port) : drover(name, port);
        var server = Running.start(name, core, folder, command);
        return new Side(name, List.of(server), List.of(Door.local(port)), () -> {}, new HashMap<>());
    }

    private Side together(String name, int nodes, int core) throws IOException, InterruptedException {
        var spaces = new Namespaces(nodes);
        var servers = new ArrayList<Running>();
        var doors = new ArrayList<Door>();
        var side = new Side(name, servers, doors, spaces, new HashMap<>());
        try {
            for (int i = 0; i < nodes; i++) {
                var command = isConsul(name) ? consul(name, spaces, i, nodes) : drover(name, spaces, i, nodes);
                servers.add(Running.start(name + "-" + i, core, folder, spaces.in(i, command)));
                doors.add(new Door(spaces.address(i), HTTP, "X-Consul-Token: " + TOKEN + "\r\n"));
            }
            return side;
        } catch (IOException e) {
            side.close();
            throw e;
        }
    }

    private static boolean isConsul(String name) throws IOException {
        return switch (name.replaceAll("-.*", "")) {
            case "consul" -> true;
            case "drover" -> false;
            default -> throw new IOException("no registry " + name);
        };
    }

    /** Until each server has a leader to write to and knows the node of every other. */
    private void awaitAll(Side side) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        for (int i = 0; i < side.servers.size(); i++) {
            while (!isReady(side.doors.get(i), side.servers.size())) {
                if (System.nanoTime() > until || !side.servers.get(i).isAlive()) {
                    throw new IOException(side.servers.get(i).name() + " does not serve:\n"
                            + side.servers.get(i).said());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static boolean isReady(Door door, int nodes) {
        try (var wire = new Wire(door)) {
            return wire.get("/v1/catalog/nodes?consistent").body().split("\"Node\":", -1).length > nodes;
        } catch (IOException notYet) {
            return false;
        }
    }

    static Path consul(Path project) throws IOException {
        Path program = project.resolve("target/peers/consul/usr/bin/consul");
        if (!Files.isExecutable(program)) {
            throw new IOException("there is no " + program + ": run .build/peers.sh");
        }
        return program;
    }

    private List<String> consul(String name, int port) throws IOException {
        return consul(name, """
                "bootstrap": true, "node_name": "alpha", "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1",
                "ports": {"http": %d, "dns": -1, "grpc": -1, "server": %d, "serf_lan": %d, "serf_wan": %d}
                """.formatted(port, Running.freePort(), Running.freePort(), Running.freePort()));
    }

    private List<String> consul(String name, Namespaces spaces, int index, int nodes) throws IOException {
        return consul(name + "-" + index, """
                "bootstrap_expect": %d, "node_name": "server-%d", "bind_addr": "%s", "client_addr": "0.0.0.0", "retry_join": ["%s"],
                "retry_interval": "1s", "ports": {"http": %d, "dns": -1, "grpc": -1, "serf_wan": -1}
                """.formatted(nodes, index, spaces.address(index), spaces.address(0), HTTP));
    }

    private List<String> consul(String name, String own) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".json"), """
                {
                  "server": true, "datacenter": "dc1", "disable_host_node_id": true, "disable_update_check": true, "log_level": "warn",
                  "performance": {"raft_multiplier": 1}, "limits": {"http_max_conns_per_client": %d},
                  %s
                }
                """.formatted(MOST_CONNECTIONS, own));
        return List.of(
                consul(project).toString(),
                "agent",
                "-config-file",
                file.toString(),
                "-data-dir",
                folder.resolve(name + "-data").toString());
    }

    private List<String> drover(String name, int port) throws IOException {
        return drover(name, name, "registry: {listen: \"127.0.0.1:" + port + "\"}\n", Running.freePort());
    }

    private List<String> drover(String name, Namespaces spaces, int index, int nodes) throws IOException {
        Files.writeString(folder.resolve(name + ".secret"), "a secret of a benchmark, 32 bytes and more");
        Files.writeString(folder.resolve(name + ".token"), TOKEN);
        var text = new StringBuilder("nodes:\n");
        var names = new ArrayList<String>();
        for (int i = 0; i < nodes; i++) {
            names.add("server-" + i);
            text.append("  server-")
                    .append(i)
                    .append(": {address: ")
                    .append(spaces.address(i))
                    .append("}\n");
        }
        text.append("""
                registry:
                  listen: "*:%d"
                  ensemble: %s
                  secret: {file: %s.secret}
                  tokens: {bench: {secret: {file: %s.token}, everything: write, operator: write}}
                """.formatted(HTTP, names, name, name));
        var command = new ArrayList<>(drover(name, name + "-" + index, text.toString(), 9700));
        command.addAll(List.of("--node", "server-" + index));
        return command;
    }

    private List<String> drover(String file, String name, String text, int admin) throws IOException {
        Path path = Files.writeString(folder.resolve(file + ".yaml"), text);
        return List.of(
                project.resolve("drover").toString(),
                "up",
                path.toString(),
                "--data",
                folder.resolve(name + "-data").toString(),
                "--admin",
                "127.0.0.1:" + admin,
                "--workers",
                "1",
                "--history",
                "off");
    }
}
