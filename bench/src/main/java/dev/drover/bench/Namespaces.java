package dev.drover.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Network namespaces of this machine, joined by a bridge: in each a program has all ports for itself. Needs root. */
final class Namespaces implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final int number = MADE.getAndIncrement();
    private final String mark = "db" + ProcessHandle.current().pid() % 100_000 + "." + number;
    private final List<String> names = new ArrayList<>();

    Namespaces(int count) throws IOException, InterruptedException {
        try {
            ip("link", "add", mark, "type", "bridge");
            ip("address", "add", "10.215." + number + ".1/24", "dev", mark);
            ip("link", "set", mark, "up");
            for (int i = 0; i < count; i++) {
                add(mark + "-" + i, address(i));
            }
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void add(String name, String address) throws IOException, InterruptedException {
        ip("netns", "add", name);
        names.add(name);
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("link", "set", name, "master", mark, "up");
        ip("-n", name, "address", "add", address + "/24", "dev", "eth0");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "link", "set", "lo", "up");
    }

    String address(int index) {
        return "10.215." + number + "." + (10 + index);
    }

    /** The command, in one of them. */
    List<String> in(int index, List<String> command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", names.get(index)));
        all.addAll(command);
        return all;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    @Override
    public void close() {
        for (String name : names) {
            remove("link", "delete", name);
            remove("netns", "delete", name);
        }
        remove("link", "delete", mark);
    }

    private static void remove(String... arguments) {
        try {
            ip(arguments);
        } catch (IOException e) {
            Bench.say("" + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
