package dev.drover.proof;

import dev.drover.testkit.process.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code dig} is answered at a port of loopback. */
record Dig(int port) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private String ask(String name, String type, String... more) {
        var command = new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", Integer.toString(port), name, type));
        command.addAll(List.of(more));
        return Finished.run(PATIENCE, command).succeeded().out();
    }

    /** The data of its records, sorted; nothing where there are none, whatever the reason. */
    List<String> data(String name, String type) {
        return ask(name, type, "+short", "+tcp", "+time=10").lines().sorted().toList();
    }

    /** The whole answer of a resolver, which says {@code ad} where it believes it. */
    String believed(String name, String type) {
        return ask(name, type, "+dnssec", "+time=10");
    }
}
