package dev.drover.house;

import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell in a folder that looks like the project's, with a {@code ./drover} that runs what is under test instead of building it,
 * and, where the system lets us, a network of its own, so that the ports of an example are free.
 */
final class Terminal implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final String JAVA = System.getProperty("java.home") + "/bin";

    private final Path folder;
    private final List<String> inside = new ArrayList<>();
    private final Process network;
    private final boolean ownNetwork;

    Terminal(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        // Run by root, the example's programs become nobody, who must be able to read them here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(PROJECT.resolve("examples"), folder.resolve("examples"));
        Files.writeString(folder.resolve("drover"), script());
        Files.setPosixFilePermissions(folder.resolve("drover"), PosixFilePermissions.fromString("rwxr-xr-x"));
        // The holder of the network says "ready" and then waits for the end of its input, which is the end of this
        // terminal.
        network = new ProcessBuilder("unshare", "--net", "sh", "-c", "ip link set lo up && echo ready && read end")
                .redirectErrorStream(true)
                .start();
        var answer = network.inputReader().readLine();
        ownNetwork = "ready".equals(answer);
        if (ownNetwork) {
            inside.addAll(List.of("nsenter", "--net=/proc/" + network.pid() + "/ns/net"));
        }
        inside.addAll(List.of("bash", "-c"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    boolean ownNetwork() {
        return ownNetwork;
    }

    private static String script() {
        return "#!/bin/sh\nexec '" + JAVA
                + "/java' -XX:+UseParallelGC -Xmx192m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '"
                + System.getProperty("java.class.path") + "' dev.drover.Drover \"$@\"\n";
    }

    private Running.Start prepare(String command) {
        var all = new ArrayList<>(inside);
        all.add(command);
        return Running.of(all)
                .in(folder)
                .with(Map.of(
                        "PATH",
                        JAVA + ":" + System.getenv("PATH"),
                        "DROVER_DATA",
                        folder.resolve("data").toString(),
                        "HOME",
                        folder.toString(),
                        "LC_ALL",
                        "C.UTF-8"));
    }

    /** What the command printed on both streams; it must end by itself. */
    String run(String command) {
        try (Running running = prepare(command).start()) {
            running.awaitExit(Duration.ofSeconds(120));
            return running.out() + running.err();
        }
    }

    /** Starts what goes on until the end of the tour. */
    Running start(String command) {
        return prepare("exec " + command).start();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        network.getOutputStream().close();
        if (!network.waitFor(5, TimeUnit.SECONDS)) {
            network.destroyForcibly();
        }
    }
}
