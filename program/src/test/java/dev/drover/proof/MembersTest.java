package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types when a machine comes, dies or goes, on machines that are all real but for their cables. Nobody else is restarted. */
@Tag("long")
@Timeout(900)
final class MembersTest {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @TempDir
    Path folder;

    private final Map<String, DroverProcess> nodes = new LinkedHashMap<>();
    private Machines machines;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("ip");
        machines = new Machines(NAMES.size());
        for (String name : List.of("a", "b", "c", "d")) {
            start(name, file("abcd", "abc"));
        }
        awaitVotes("a", "a", "b", "c");
        awaitPart("a", "d", "CLIENT");
    }

    @AfterEach
    void stop() {
        nodes.values().forEach(DroverProcess::close);
        if (machines != null) {
            machines.close();
        }
    }

    private void start(String name, String yaml) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
        nodes.put(name, DroverProcess.onMachine(own, yaml, machines.on(NAMES.indexOf(name)), "--node", name));
    }

    private String address(String name) {
        return machines.address(NAMES.indexOf(name));
    }

    private String file(String declared, String members) {
        var text = new StringBuilder("nodes:\n");
        declared.chars()
                .mapToObj(Character::toString)
                .forEach(n -> text.append("  ")
                        .append(n)
                        .append(": {address: ")
                        .append(address(n))
                        .append("}\n"));
        return text + """
                registry: {ensemble: [%s], secret: {file: registry.secret}}
                listen: {web: {protocol: http, address: "*:8080"}}
                """.formatted(String.join(", ", members.split("")));
    }

    private Finished apply(String at, String yaml) {
        Path file = DroverProcess.write(nodes.get(at).folder(), yaml);
        return nodes.get(at).drover("apply", file.toString());
    }

    private JsonNode members(String at) {
        Finished asked = nodes.get(at).drover("members", "--json");
        return asked.exit() == 0 ? nodes.get(at).json("members") : MissingNode.getInstance();
    }

    private void awaitVotes(String at, String... names) {
        Await.until(
                String.join(", ", names) + " vote",
                SOON,
                () -> {
                    JsonNode roster = members(at);
                    List<String> voting = roster.path("members")
                            .valueStream()
                            .filter(m -> m.path("votes").asBoolean())
                            .map(m -> m.path("name").asText())
                            .sorted()
                            .toList();
                    return voting.equals(List.of(names))
                            && roster.path("votes").path("present").asInt() == names.length;
                },
                this::said);
    }

    private void awaitPart(String at, String name, String part) {
        Await.until(name + " is " + part, SOON, () -> part(at, name).equals(part), this::said);
    }

    private String part(String at, String name) {
        return members(at)
                .path("members")
                .valueStream()
                .filter(m -> m.path("name").asText().equals(name))
                .map(m -> m.path("part").asText())
                .findFirst()
                .orElse("");
    }

    private void awaitNothingLeft(String at) {
        Await.until(
                "nothing is left to do",
                SOON,
                () -> members(at).path("votes").path("bears").asInt() == 1
                        && members(at).path("advice").isArray()
                        && members(at).path("advice").isEmpty(),
                this::said);
    }

    private String said() {
        var text = new StringBuilder();
        nodes.forEach((name, node) ->
                text.append(name).append('\n').append(node.said()).append("\n----\n"));
        for (var node : nodes.values()) {
            text.append(node.drover("members")).append('\n');
        }
        return text.toString();
    }

    @Test
    void comeAndGoWhileAllOthersRunOn() throws IOException {
        Finished grown = apply("b", file("abcd", "abcd")).succeeded();
        assertTrue(
                grown.out()
                        .contains(
                                "joining, each as soon as Drover runs there with this file: d (" + address("d") + ")"),
                grown::toString);
        nodes.get("d").drover("join", "--timeout", "120s").succeeded();
        awaitVotes("a", "a", "b", "c", "d");

        nodes.get("c").kill();
        awaitPart("a", "c", "MISSING");
        String told = nodes.get("a").drover("members").succeeded().out();
        assertTrue(told.contains("3 of 4 members that keep the registry are here: none may be lost"), told);
        assertTrue(told.contains("if it is lost for good: drover leave c"), told);
        Finished needed = nodes.get("a").drover("leave", "b").exited(4);
        assertTrue(
                needed.err()
                        .contains("since c is missing\n  fix: bring that back, or end its vote first: drover leave c;"),
                needed::toString);
        Await.until(
                "c is forgotten",
                SOON,
                () -> nodes.get("a").drover("leave", "c").exit() == 4
                        && part("a", "c").equals("LEFT"),
                this::said);
        awaitVotes("b", "a", "b", "d");

        Finished named = apply("a", file("abde", "abde")).exited(1);
        assertTrue(
                named.out().contains("e  is away, and was never heard of; it follows when it comes"), named::toString);
        start("e", file("abde", "abde"));
        awaitVotes("a", "a", "b", "d", "e");

        Finished left = nodes.get("a").drover("leave").succeeded();
        assertTrue(
                left.out().contains("a has no vote any more; it goes on as a client of the registry"), left::toString);
        awaitVotes("a", "b", "d", "e");
        Finished risky = nodes.get("a").drover("leave", "b").exited(4);
        assertTrue(
                risky.err()
                        .contains(
                                "without b there would be 2 votes, of which 2 are here: no member could be lost any more"),
                risky::toString);
        nodes.get("a").drover("join", "--timeout", "120s").succeeded();
        awaitVotes("b", "a", "b", "d", "e");

        nodes.get("d").drover("leave", "--stop").succeeded();
        nodes.get("d").ends();
        awaitVotes("a", "a", "b", "e");
        awaitPart("a", "d", "LEFT");
        apply("a", file("abe", "abe")).succeeded();
        awaitNothingLeft("b");
    }
}
