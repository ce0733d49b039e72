package dev.drover.lab.victim;

import java.util.List;

/** The command line of another Java process of ours: small, and quick to start. */
final class Java {
    private Java() {}

    static List<String> command(int heap, Class<?> main) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:ReservedCodeCacheSize=16m",
                "-Xms" + heap + "m",
                "-Xmx" + heap + "m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }
}
