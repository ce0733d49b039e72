package dev.drover.observe.fleet;

import dev.drover.observe.capture.FrameTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a shell on another host is begun: by the system's {@code ssh}, so that the user's configuration, keys, agent, jumps and known
 * hosts hold. It never asks; without an answer from the user's own set-up it fails.
 *
 * @param command {@code ssh} and options for all hosts
 * @param token begins the lines that frame what the hosts tell; nothing a host could know before
 */
public record Ssh(List<String> command, String token) {
    /** As long as it may take until a connection stands. */
    static final Duration TO_CONNECT = Duration.ofSeconds(10);

    private static final String ENTRY = "collect.sh";

    public Ssh {
        command = List.copyOf(command);
    }

    /** The arguments behind {@code --} cannot be taken for options. */
    List<String> arguments(Destination host) {
        var arguments = new ArrayList<>(command);
        arguments.addAll(List.of("-T", "-x", "-a"));
        arguments.addAll(List.of("-o", "BatchMode=yes", "-o", "ControlMaster=no", "-o", "ClearAllForwardings=yes"));
        arguments.addAll(List.of("-o", "ConnectTimeout=" + TO_CONNECT.toSeconds()));
        arguments.addAll(List.of("-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=2"));
        if (host.port() != 0) {
            arguments.addAll(List.of("-p", Integer.toString(host.port())));
        }
        arguments.addAll(List.of("--", host.name(), "exec sh -s"));
        return arguments;
    }

    /** What the shell there gets to read. */
    String script(Duration span, int mostRounds) throws IOException {
        try (InputStream in = Ssh.class.getResourceAsStream(ENTRY)) {
            if (in == null) {
                throw new IOException(ENTRY + " is missing in this program");
            }
            String types = FrameTree.localTypes().stream()
                    .sorted()
                    .map(type -> "*\" - " + type + " \"*")
                    .collect(Collectors.joining(" | "));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@TOKEN@", token)
                    .replace("@SPAN@", Long.toString(span.toSeconds()))
                    .replace("@ROUNDS@", Integer.toString(mostRounds))
                    .replace("*@TYPES@*", types);
        }
    }
}
