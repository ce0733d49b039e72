package dev.drover.proof;

import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Machines that are network namespaces of this one, joined by a bridge: each has loopback and all ports for itself. */
final class Machines implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicInteger MADE = new AtomicInteger();

    private final String mark = "dm" + ProcessHandle.current().pid() % 100_000 + "." + MADE.getAndIncrement();
    private final String net = "10.214." + ProcessHandle.current().pid() % 250 + ".";
    private final List<String> spaces = new ArrayList<>();

    Machines(int count) {
        ip("link", "add", mark, "type", "bridge");
        ip("address", "add", net + "1/24", "dev", mark);
        ip("link", "set", mark, "up");
        for (int i = 0; i < count; i++) {
            String space = mark + "-" + i;
            ip("netns", "add", space);
            spaces.add(space);
            ip("link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
            ip("link", "set", space, "master", mark, "up");
            ip("-n", space, "address", "add", address(i) + "/24", "dev", "eth0");
            ip("-n", space, "link", "set", "eth0", "up");
            ip("-n", space, "link", "set", "lo", "up");
        }
    }

    String address(int machine) {
        return net + (10 + machine);
    }

    /** What stands before a command line, so that it runs on that machine. */
    List<String> on(int machine) {
        return List.of("ip", "netns", "exec", spaces.get(machine));
    }

    /** Nothing from these reaches this machine any more, and where {@code both} is said nothing of it reaches them. */
    void cut(int machine, boolean both, int... others) {
        var from = new StringBuilder("chain from { type filter hook input priority 0 ;");
        var to = new StringBuilder("chain to { type filter hook output priority 0 ;");
        for (int other : others) {
            from.append(" ip saddr ").append(address(other)).append(" drop ;");
            to.append(" ip daddr ").append(address(other)).append(" drop ;");
        }
        nft(machine, "table inet cut {\n" + from + " }\n" + (both ? to + " }\n" : "") + "}\n");
    }

    /** What was cut here is whole again. */
    void mend(int machine) {
        nft(machine, "delete table inet cut\n");
    }

    private void nft(int machine, String rules) {
        try {
            var file = Files.writeString(Files.createTempFile("drover", ".nft"), rules);
            var command = new ArrayList<>(on(machine));
            command.addAll(List.of("nft", "-f", file.toString()));
            Finished.run(PATIENCE, command).succeeded();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Finished.run(PATIENCE, command).succeeded();
    }

    @Override
    public void close() {
        for (String space : spaces) {
            Finished.run(PATIENCE, "ip", "link", "delete", space);
            Finished.run(PATIENCE, "ip", "netns", "delete", space);
        }
        Finished.run(PATIENCE, "ip", "link", "delete", mark);
    }
}
