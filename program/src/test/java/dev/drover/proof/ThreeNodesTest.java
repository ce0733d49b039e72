package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with one registry run one model: whoever is asked, all change, and it is told who did not. */
@Tag("long")
@Timeout(900)
final class ThreeNodesTest {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final String CHALLENGE = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<DroverProcess> nodes = new ArrayList<>();
    private Machines machines;

    @BeforeEach
    void start() throws IOException {
        Needs.root();
        Needs.program("ip");
        machines = new Machines(NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            Path own = Files.createDirectories(folder.resolve(NAMES.get(i)));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            nodes.add(DroverProcess.onMachine(own, says("one"), machines.on(i), "--node", NAMES.get(i)));
        }
        awaitAll(1, "one");
    }

    @AfterEach
    void stop() {
        nodes.forEach(DroverProcess::close);
        if (machines != null) {
            machines.close();
        }
    }

    private String says(String text) {
        return says(text, "");
    }

    private String says(String text, String registry) {
        return """
                nodes:
                  a: {address: %s}
                  b: {address: %s}
                  c: {address: %s}
                registry: {ensemble: [a, b, c], secret: {file: registry.secret}%s}
                listen:
                  web: {protocol: http, address: "*:8080"}
                  names: {protocol: dns, address: "*:5300"}
                routes: [{match: {path: /**}, to: {respond: {status: 200, body: %s}}}]
                dns: {zones: {example.com: {nameservers: ns1.example.net, records: "www 60 A 192.0.2.7"}}}
                """.formatted(machines.address(0), machines.address(1), machines.address(2), registry, text);
    }

    private Finished apply(int node, String yaml, String... flags) {
        var command = new ArrayList<String>();
        command.add("apply");
        command.add(DroverProcess.write(nodes.get(node).folder(), yaml).toString());
        command.addAll(List.of(flags));
        return nodes.get(node).drover(command.toArray(String[]::new));
    }

    /**
     * The same after another node was killed: where that one led, the rest choose another leader first, and refuse changes until then, of which
     * nothing comes.
     */
    private Finished applyByTheRest(int node, String yaml, String... flags) {
        var last = new AtomicReference<Finished>();
        Await.until(
                "the rest to agree",
                SOON,
                () -> {
                    last.set(apply(node, yaml, flags));
                    return !last.get().err().contains("the registry cannot be written since");
                },
                this::said);
        return last.get();
    }

    private JsonNode agreement(int node) {
        return nodes.get(node).json("status").path("agreement");
    }

    private void awaitAll(long generation, String text) {
        Await.until("all nodes run generation " + generation, SOON, () -> allRun(generation), this::said);
        for (int i = 0; i < NAMES.size(); i++) {
            assertEquals(text, asked(i));
        }
    }

    private boolean allRun(long generation) {
        if (nodes.getFirst().drover("status").exit() != 0) {
            return false;
        }
        JsonNode agreement = agreement(0);
        return agreement.path("generation").asLong() == generation
                && agreement.path("nodes").size() == NAMES.size()
                && agreement
                        .path("nodes")
                        .valueStream()
                        .allMatch(n -> n.path("state").asText().equals("RUNS"));
    }

    private String said() {
        var text = new StringBuilder();
        nodes.forEach(n -> text.append(n.said()).append("\n----\n"));
        return text.toString();
    }

    private String asked(int node) {
        var uri = URI.create("http://" + machines.address(node) + ":8080/");
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void awaitChallenge(int node) {
        Needs.program("dig");
        var command = List.of(
                "dig", "@" + machines.address(node), "-p", "5300", "+short", "_acme-challenge.www.example.com", "TXT");
        Await.until(
                NAMES.get(node) + " answers the challenge",
                SOON,
                () -> Finished.run(Duration.ofSeconds(20), command).out().contains(CHALLENGE),
                this::said);
    }

    private void awaitAsked(int node, String text) {
        Await.until(
                NAMES.get(node) + " answers " + text, SOON, () -> asked(node).equals(text), this::said);
    }

    @Test
    void runOneModelWhoeverIsAskedAndTellWhoDoesNot() throws IOException {
        Finished applied = apply(1, says("two")).succeeded();
        assertTrue(
                applied.out().contains("applied as generation 2\n  a  runs it\n  b  runs it\n  c  runs it"),
                applied::toString);
        awaitAll(2, "two");

        String guarded = ", tokens: {web: {secret: {file: web.token}, everything: read}}";
        for (int i : List.of(0, 1)) {
            Files.writeString(nodes.get(i).folder().resolve("web.token"), "swordfish");
        }
        Finished partly = apply(0, says("three", guarded)).exited(1);
        assertTrue(partly.out().contains("c  cannot run it and goes on with generation 2:"), partly::toString);
        assertTrue(partly.out().contains("registry.tokens.web.secret: cannot read"), partly::toString);
        assertTrue(partly.err().contains("2 of 3 nodes run generation 3"), partly::toString);
        assertEquals("three", asked(1));
        assertEquals("two", asked(2));
        Files.writeString(nodes.get(2).folder().resolve("web.token"), "swordfish");
        awaitAll(3, "three");

        assertEquals("rollback to 2", nodes.get(2).json("rollback").path("how").asText());
        awaitAll(4, "two");
        assertEquals(
                List.of(4L, 3L, 2L, 1L),
                nodes.get(1)
                        .json("history")
                        .valueStream()
                        .map(v -> v.path("generation").asLong())
                        .toList());
    }

    @Test
    void followWhenTheyComeBackAndGoOnWhenTheOthersAreGone() {
        nodes.get(2).kill();
        Finished silent = applyByTheRest(0, says("two"), "--timeout", "30s").exited(1);
        assertTrue(silent.out().contains("a  runs it\n  b  runs it\n  c  "), silent::toString);
        assertTrue(silent.out().contains("; it ran generation 1, as it said at "), silent::toString);
        nodes.get(2).startAnew();
        awaitAll(2, "two");
        nodes.get(1).drover("dns", "challenge", "www.example.com", CHALLENGE).succeeded();
        for (int i = 0; i < NAMES.size(); i++) {
            awaitChallenge(i);
        }

        nodes.get(1).kill();
        nodes.get(2).kill();
        // Before it knows that it is alone a change has an unknown fate: it may be in the log, and come when the others
        // do.
        Await.until("a to be alone", SOON, () -> agreement(0).hasNonNull("silentSince"), this::said);
        Finished refused = apply(0, says("three")).exited(1);
        assertTrue(refused.err().contains("the nodes cannot agree on another model"), refused::toString);
        assertEquals("two", asked(0));
        Finished lonely = nodes.get(0).drover("dns", "challenge", "example.com", CHALLENGE);
        assertTrue(lonely.exit() != 0 && lonely.err().contains("nothing can be agreed on now"), lonely::toString);
        awaitChallenge(0);
        nodes.get(0).kill();
        nodes.get(0).startAnew();
        awaitAsked(0, "two");
        awaitChallenge(0);
        nodes.get(1).startAnew();
        nodes.get(2).startAnew();
        awaitAll(2, "two");
    }

    @Test
    void goBackTogetherUnlessOneIsTold() {
        apply(0, says("two"), "--confirm-within", "60s").succeeded();
        nodes.get(2).drover("confirm").succeeded();
        apply(1, says("three"), "--confirm-within", "20s").succeeded();
        nodes.get(1).kill();
        awaitAsked(0, "two");
        awaitAsked(2, "two");
        nodes.get(1).startAnew();
        awaitAll(4, "two");
        Finished refused = apply(0, """
                listen: {web: {protocol: http, address: "*:8080"}}
                routes: [{match: {path: /**}, to: {respond: {status: 200, body: alone}}}]
                """).exited(1);
        assertTrue(refused.err().contains("cannot go while Drover runs"), refused::toString);
        assertEquals("two", asked(0));
    }
}
