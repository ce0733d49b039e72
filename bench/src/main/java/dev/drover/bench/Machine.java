package dev.drover.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** What a measurement ran on, for the head of its table. */
final class Machine {
    private Machine() {}

    static String describe(List<List<String>> versionCommands) throws IOException, InterruptedException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        var versions = new java.util.ArrayList<String>();
        for (var command : versionCommands) {
            versions.add(firstLine(command));
        }
        return LocalDate.now(ZoneOffset.UTC) + ", " + Runtime.getRuntime().availableProcessors() + " cores of " + cpu
                + ", Linux "
                + System.getProperty("os.version") + ", JDK " + Runtime.version() + ", "
                + versions.stream().collect(Collectors.joining(", ")) + "; load average at the end "
                + Files.readString(Path.of("/proc/loadavg")).replaceAll(" .*\\s*", "") + ".";
    }

    /** Keeps this program, with the threads it has and will have, on these cores. */
    static void pin(String cores) throws IOException, InterruptedException {
        var command = List.of(
                "taskset", "-a", "-c", "-p", cores, "" + ProcessHandle.current().pid());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static String firstLine(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines()
                .findFirst()
                .orElse("?")
                .replaceAll("^nginx version: ", "")
                .replaceAll(" - https?://.*$", "")
                .replaceAll("^HAProxy version (\\S+).*$", "HAProxy/$1")
                .replaceAll("^wrk (\\S+).*$", "wrk $1");
    }
}
