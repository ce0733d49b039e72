package dev.drover.command;

import dev.drover.observe.fleet.Destination;
import dev.drover.observe.fleet.Fleet;
import dev.drover.observe.fleet.Ssh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which other hosts are meant, and how they are reached. */
final class Hosts {
    private static final int MOST = 5000;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            split = ",",
            description = {
                "Other hosts instead of this one, over SSH: names, aliases of your SSH configuration, user@host:port, or",
                "@FILE with one a line. Nothing is installed there; ssh must get in without a question."
            })
    private List<String> typed = new ArrayList<>();

    @Option(
            names = "--ssh",
            paramLabel = "COMMAND",
            description = "The SSH client and options for it, such as 'ssh -F fleet.conf' (default: ssh).")
    private @Nullable String command;

    boolean none() {
        return typed.isEmpty();
    }

    /** What goes with {@code --host} only. */
    void alone() throws Failure {
        if (command != null && none()) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --ssh says how to reach a --host, and none is given");
        }
    }

    /** All of them, each once. */
    List<Destination> all() throws Failure {
        Set<Destination> all = new LinkedHashSet<>();
        for (String one : typed) {
            if (one.startsWith("@")) {
                for (String line : lines(Path.of(one.substring(1)))) {
                    all.add(host(line, one.substring(1) + ": "));
                }
            } else {
                all.add(host(one.strip(), "--host "));
            }
        }
        if (all.isEmpty() || all.size() > MOST) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: --host names " + all.size() + " hosts (expected: 1 to " + MOST + ")");
        }
        return List.copyOf(all);
    }

    /** Blank lines and what is behind a # do not count. */
    private static List<String> lines(Path file) throws Failure {
        try {
            return Files.readString(file)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --host @" + file
                            + ": the file cannot be read\n  fix: name a text file with one host a line");
        }
    }

    private static Destination host(String typed, String where) throws Failure {
        return Destination.of(typed)
                .orElseThrow(
                        () -> new Failure(
                                ExitCode.BAD_INPUT,
                                "drover: " + where + typed
                                        + " (expected: a host as ssh knows it, such as web1 or ops@10.0.0.7:22; letters, digits and . _ % : -)"));
    }

    Fleet fleet() throws Failure {
        List<String> words = List.of((command == null ? "ssh" : command).strip().split("\\s+"));
        if (words.getFirst().isEmpty()) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --ssh is empty (expected: a command, such as ssh)");
        }
        byte[] token = new byte[12];
        new SecureRandom().nextBytes(token);
        return new Fleet(new Ssh(words, HexFormat.of().formatHex(token)), InstantSource.system());
    }
}
