package dev.drover.registry.ensemble;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A member in a process of its own, that a test can kill, stop and cut off. */
final class MemberProgram {
    private MemberProgram() {}

    /** Folder, own name, {@code NAME=ADDRESS,...}, three ports, file with the secret. */
    public static void main(String[] arguments) throws Exception {
        var members = Stream.of(arguments[2].split(",", -1))
                .map(m -> m.split("=", 2))
                .map(m -> new Place(m[0], m[1]))
                .toList();
        var ports = Stream.of(arguments[3].split(",", -1)).map(Integer::valueOf).toList();
        var settings = new EnsembleMember.Settings(
                Path.of(arguments[0]),
                arguments[1],
                members,
                new Ports(ports.get(0), ports.get(1), ports.get(2)),
                SiteKey.of(Files.readString(Path.of(arguments[4]))));
        try (var _ = EnsembleMember.start(settings)) {
            new CountDownLatch(1).await();
        }
    }

    /** How to start it. */
    static List<String> command(Site site, String name) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProgram.class.getName()));
        command.addAll(site.arguments(name));
        return command;
    }
}
