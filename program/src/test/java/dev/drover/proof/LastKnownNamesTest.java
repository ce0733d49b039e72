package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the registry's store gone names of the catalog go on with what was known, and the status says so. */
@Tag("long")
@Timeout(600)
final class LastKnownNamesTest {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<DroverProcess> nodes = new ArrayList<>();
    private Machines machines;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("ip");
        Needs.program("curl");
        machines = new Machines(3);
        String yaml = """
                nodes: {a: {address: %s}, b: {address: %s}, c: {address: %s}}
                registry: {ensemble: [a, b, c], secret: {file: registry.secret}}
                listen: {names: {protocol: dns, address: "127.0.0.1:5300"}}
                dns: {discovery: {}}
                """.formatted(machines.address(0), machines.address(1), machines.address(2));
        for (int i = 0; i < 3; i++) {
            String name = "abc".substring(i, i + 1);
            Path own = Files.createDirectories(folder.resolve(name));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            nodes.add(DroverProcess.onMachine(own, yaml, machines.on(i), "--node", name));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(DroverProcess::close);
        if (machines != null) {
            machines.close();
        }
    }

    private String said() {
        return String.join("\n----\n", nodes.stream().map(DroverProcess::said).toList());
    }

    private boolean isRegistered() {
        List<String> curl = List.of(
                "curl", "-sf", "-X", "PUT", "-d", "{\"Name\": \"web\", \"Address\": \"10.9.8.7\", \"Port\": 80}");
        String url = "http://127.0.0.1:8500/v1/agent/service/register";
        List<String> command = Stream.of(machines.on(0), curl, List.of(url))
                .flatMap(List::stream)
                .toList();
        try (Running running = Running.of(command).start()) {
            return running.awaitExit(DroverProcess.PATIENCE) == 0;
        }
    }

    private String answer() {
        Finished told = nodes.getFirst().drover("dns", "query", "web.service.drover", "--server", "127.0.0.1:5300");
        return told.out() + told.err();
    }

    @Test
    void areAnsweredAndTheStatusSaysSince() {
        Await.until("the registry takes a service", SOON, this::isRegistered, this::said);
        Await.until("it has a name", SOON, () -> answer().contains(" IN A 10.9.8.7"), this::said);
        assertTrue(
                staleSince().isMissingNode() || staleSince().isNull(),
                () -> staleSince().toString());

        nodes.get(1).kill();
        nodes.get(2).kill();
        Await.until("the store is gone", SOON, () -> staleSince().isTextual(), this::said);
        assertTrue(answer().contains(" IN A 10.9.8.7"), this::answer);
        String status = nodes.getFirst().drover("status").succeeded().out();
        assertTrue(status.contains("names of the catalog answer with what was known at "), status);

        nodes.get(1).startAnew();
        Await.until("it is there again", SOON, () -> !staleSince().isTextual(), this::said);
        assertEquals(
                -1, nodes.getFirst().drover("status").succeeded().out().indexOf("names of the catalog answer with"));
        assertTrue(answer().contains(" IN A 10.9.8.7"), this::answer);
    }

    private JsonNode staleSince() {
        return nodes.getFirst().json("status").path("names").path("staleSince");
    }
}
