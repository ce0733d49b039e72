package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Unbound;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.SetClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes with one registry have a key follow another below a zone that BIND serves, while nodes are killed. Their clocks, that on the wall and
 * the one by which they measure, are put forward by days at once: they lose each other and find each other again each time.
 */
@Tag("long")
@Timeout(900)
final class KeyOfThreeNodesTest {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final String PARENT = "parent.test";
    private static final String CHILD = "child.parent.test";
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final String net = "127." + (20 + ProcessHandle.current().pid() % 200) + ".2.";
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, DroverProcess> nodes = new LinkedHashMap<>();
    private SignedParent parent;
    private SetClock clock;
    private Duration ahead = Duration.ZERO;
    private final List<String> early = new ArrayList<>();
    private int vouched;
    private int resolvers;

    @BeforeEach
    void start() throws IOException {
        Needs.program("dig");
        Needs.program("named");
        Needs.program("dnssec-signzone");
        Needs.program("unbound");
        Needs.program("faketime");
        Needs.program("ss");
        clock = new SetClock(folder.resolve("clock"));
        parent = new SignedParent(folder.resolve("parent"), PARENT, CHILD);
        for (String name : NAMES) {
            Path own = Files.createDirectories(folder.resolve(name));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            Files.writeString(own.resolve("names.secret"), "another secret of more than thirty-two characters\n");
            nodes.put(name, DroverProcess.onMachine(own, yaml(), clocked(), "--node", name));
        }
    }

    @AfterEach
    void stop() {
        nodes.values().forEach(DroverProcess::close);
        if (parent != null) {
            parent.close();
        }
        client.close();
    }

    /** Six nodes are started here in all, and none lives for as long as compiling well takes to pay. */
    private List<String> clocked() {
        var prefix = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"));
        clock.ofEverything().forEach((name, value) -> prefix.add(name + "=" + value));
        return prefix;
    }

    private String yaml() {
        return """
                nodes:
                  a: {address: %1$s1}
                  b: {address: %1$s2}
                  c: {address: %1$s3}
                registry: {listen: "127.0.0.1:0", ensemble: [a, b, c], secret: {file: registry.secret}}
                listen: {names: {protocol: dns, address: "127.0.0.1:0"}}
                dns:
                  secret: {file: names.secret}
                  zones:
                    %2$s:
                      nameservers: ns1.example.net
                      records: ["www 60 A 192.0.2.7", "*.wild 60 A 192.0.2.8"]
                      sign: {ksk-lifetime: 720h, parents: ["127.0.0.1:%3$d"]}
                """.formatted(net, CHILD, parent.port());
    }

    private String said() {
        return nodes.values().stream().map(n -> n.said() + "\n----\n").collect(Collectors.joining()) + parent.said();
    }

    private JsonNode get(String node, String path) throws IOException, InterruptedException {
        DroverProcess drover = nodes.get(node);
        String token = Files.readString(drover.data().resolve("admin.token")).strip();
        var request = HttpRequest.newBuilder(URI.create("http://" + drover.admin() + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    /** The system chose it: all nodes have one file, and here one machine. */
    private int port(String node) {
        String pid = "pid=" + nodes.get(node).pid() + ",";
        String line = Finished.run(SOON, "ss", "-H", "-l", "-u", "-n", "-p")
                .succeeded()
                .out()
                .lines()
                .filter(l -> l.contains(pid))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.split("\\s+")[3].replaceAll(".*:", ""));
    }

    private List<String> data(String node, String type) throws IOException, InterruptedException {
        return new Dig(port(node)).data(CHILD, type);
    }

    private JsonNode zone(String node) throws IOException, InterruptedException {
        return get(node, "/v1/dns/keys").path(0);
    }

    /**
     * Whether its keys that the zone above vouches for, or is to, have come to this, and it hears the others: else it says nothing to the zone above.
     * Whenever it knows any keys, it has the one that the zone above vouches for.
     */
    private boolean isAt(String node, String states) throws IOException, InterruptedException {
        JsonNode zone = zone(node);
        List<JsonNode> keys = zone.path("keys")
                .valueStream()
                .filter(key -> key.path("flags").asInt() == 257)
                .toList();
        if (!keys.isEmpty()
                && vouched != 0
                && keys.stream().noneMatch(key -> key.path("tag").asInt() == vouched)) {
            early.add(node + ": " + zone);
        }
        String all = keys.stream().map(key -> key.path("state").asText()).collect(Collectors.joining(" "));
        return all.equals(states) && !zone.path("ds").isEmpty();
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    private void later(Duration by) {
        ahead = ahead.plus(by);
        clock.ahead(ahead);
    }

    private void startAnew(String node) {
        nodes.get(node).startAnew();
        nodes.get(node).admin();
    }

    private void await(String states, String... at) {
        for (String node : at) {
            Await.until(node + ": " + states, SOON, () -> isAt(node, states), this::said);
        }
        assertEquals(List.of(), early, "the old key is gone");
    }

    private void awaitWhy(String why) {
        for (String node : NAMES) {
            Await.until(
                    node + ": " + why,
                    SOON,
                    () -> zone(node).path("waits").path("why").asText().contains(why),
                    this::said);
        }
    }

    /** What somebody asks of each of them. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(String node) throws IOException, InterruptedException;
    }

    private <T> void awaitSame(String what, Question<T> question) {
        Await.until(
                what + " of all",
                SOON,
                () -> {
                    T first = question.ask("a");
                    return first.equals(question.ask("b")) && first.equals(question.ask("c"));
                },
                this::said);
    }

    /**
     * All nodes answer with the same keys, tell the same of them, and are believed.
     *
     * @param words that one of them says it in
     * @param known DS records that somebody may know
     */
    private void areOne(String states, String node, String words, String... known) throws Exception {
        await(states, "a", "b", "c");
        for (String type : List.of("DNSKEY", "CDS", "CDNSKEY")) {
            awaitSame(type, n -> data(n, type));
        }
        awaitSame("words", this::zone);
        long keys = data("a", "DNSKEY").stream()
                .filter(key -> key.startsWith("257 "))
                .count();
        assertEquals(states.split(" ").length, keys);
        one(data("a", "CDS"));
        String text = nodes.get(node).drover("dns", "keys", CHILD).succeeded().out();
        assertTrue(text.contains(words), text);
        for (String each : NAMES) {
            assertBelieved(each, parent.anchor());
            for (String ds : known) {
                assertBelieved(each, CHILD + ". DS " + ds);
            }
        }
    }

    private Unbound resolver(String node, String anchor) {
        return Unbound.startAt(
                now(),
                folder.resolve("r" + resolvers++),
                Map.of(PARENT, parent.port(), CHILD, port(node)),
                List.of(anchor));
    }

    /** By a resolver that has just begun, and asks this node alone. */
    private void assertBelieved(String node, String anchor) {
        try (var resolver = resolver(node, anchor)) {
            var dig = new Dig(resolver.port());
            assertBelieved(dig.believed("www." + CHILD, "A"), "NOERROR", "192.0.2.7");
            assertBelieved(dig.believed("any.wild." + CHILD, "A"), "NOERROR", "192.0.2.8");
            assertBelieved(dig.believed("www." + CHILD, "MX"), "NOERROR", "NSEC");
            assertBelieved(dig.believed("none." + CHILD, "A"), "NXDOMAIN", "NSEC");
        }
    }

    private static void assertBelieved(String answer, String rcode, String data) {
        assertTrue(answer.contains("status: " + rcode + ",") && answer.contains(data), answer);
        assertTrue(answer.lines().anyMatch(l -> l.startsWith(";; flags:") && l.contains(" ad")), answer);
    }

    @Test
    void isTheSameOnAllAndBelievedAllTheTime() throws Exception {
        await("active", "a", "b", "c");
        Await.until(
                "all vote",
                SOON,
                () -> get("a", "/v1/members").path("votes").path("present").asInt() == 3,
                this::said);
        parent.start();
        String old = one(data("a", "CDS"));
        parent.show(List.of(old));
        vouched = tag(old);
        areOne("active", "a", "signs the keys; another follows from ", old);

        nodes.get("b").kill();
        later(Duration.ofDays(30));
        await("active published", "a", "c");
        startAnew("b");
        areOne("active published", "b", "signs the keys, and is announced to the zone above next  until ", old);
        assertEquals(List.of(old), data("c", "CDS"));

        parent.stop();
        later(Duration.ofDays(2));
        await("active waiting", "a", "b", "c");
        awaitWhy("Connection refused");
        parent.start();
        later(Duration.ofDays(10));
        awaitWhy("has other DS records");
        String next = one(data("b", "CDS"));
        areOne("active waiting", "a", "has other DS records than that of key " + tag(next), old, next);
        assertNotEquals(old, next);

        nodes.get("c").kill();
        parent.show(List.of(next));
        vouched = tag(next);
        later(Duration.ofMinutes(6));
        await("retiring active", "a", "b");
        startAnew("c");
        areOne("retiring active", "c", "signs the keys for who keeps its DS record  until ", old, next);

        nodes.get("a").kill();
        later(Duration.ofDays(2).plusMinutes(5));
        await("active", "b", "c");
        startAnew("a");
        areOne("active", "a", tag(next) + "  257  signs the keys; another follows from ", next);

        parent.show(List.of(old));
        for (String node : NAMES) {
            try (var resolver = resolver(node, parent.anchor())) {
                String answer = new Dig(resolver.port()).believed("www." + CHILD, "A");
                assertTrue(answer.contains("status: SERVFAIL,"), answer);
            }
        }
    }

    private static int tag(String ds) {
        return Integer.parseInt(ds.split(" ")[0]);
    }

    private static String one(List<String> all) {
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }
}
