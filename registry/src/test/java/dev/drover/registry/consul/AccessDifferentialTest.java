package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.model.NamePattern;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Kind;
import dev.drover.model.Registry.Rules;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.registry.access.Tokens;
import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens as {@code drover.yaml} declares them, given to Consul 1.8.7 as policies of its own: both let through, refuse and leave out of
 * lists the same. Each read is asked with every token, with none, and with one that nobody knows.
 */
class AccessDifferentialTest {
    private static final String DECLARED = String.join("\n", Script.lines("access.yaml"));
    private static final String UNKNOWN = "00000000-0000-4000-8000-00000000dead";

    private static final int RANDOM_TOKENS = 30;

    @TempDir
    private Path folder;

    @Test
    void allowsWhatConsulAllows() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        SequencedMap<String, Token> tokens = tokens();
        var secrets = new LinkedHashMap<String, Token>();
        tokens.values().forEach(token -> secrets.put(secret(token), token));
        var differences = Differences.read("access-differences.txt");
        List<String> unmeant;
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var consul = Consul.startGuarded(folder, secret(tokens.get("admin")));
                var drover = Fixture.start(Tokens.of(secrets), new FakeLife())) {
            for (Token token : tokens.sequencedValues()) {
                if (!token.name().equals("admin")) {
                    create(client, consul.port(), secret(tokens.get("admin")), token);
                }
            }
            var sides = new Sides(client, consul.port(), drover.port(), differences);
            tokens.forEach((name, token) -> sides.know(name, secret(token)));
            sides.know("unknown", UNKNOWN);
            unmeant = sides.compare(
                    "access.txt", steps(tokens.sequencedKeySet().stream().toList()));
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
        assertTrue(differences.idle().isEmpty(), () -> "no longer needed: " + String.join("\n", differences.idle()));
    }

    /** Rules of keys drawn at random: what may be read, written, and deleted with all that begins so. */
    @Test
    void agreesWithConsulOnRandomRules() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var random = new Random(4711);
        String admin = secret(tokens().get("admin"));
        var tokens = new LinkedHashMap<String, Token>();
        for (int i = 0; i < RANDOM_TOKENS; i++) {
            Token token = random(i, random);
            tokens.put(secret(token), token);
        }
        var unmeant = new ArrayList<String>();
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var consul = Consul.startGuarded(folder, admin);
                var drover = Fixture.start(Tokens.of(tokens))) {
            for (Token token : tokens.sequencedValues()) {
                create(client, consul.port(), admin, token);
            }
            var sides = new Sides(client, consul.port(), drover.port(), Differences.read("access-differences.txt"));
            for (Token token : tokens.sequencedValues()) {
                unmeant.addAll(sides.compare(Policy.of(token), asked(secret(token), random)));
            }
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
    }

    private static List<Script.Step> asked(String secret, Random random) {
        var steps = new ArrayList<Script.Step>();
        for (int i = 0; i < 10; i++) {
            String key = word(random);
            String token = "token=" + secret;
            if (!key.isEmpty()) {
                steps.add(new Script.Step(0, "GET", "/v1/kv/" + key + "?" + token, "", Optional.empty()));
                steps.add(new Script.Step(0, "PUT", "/v1/kv/" + key + "?cas=99&" + token, "x", Optional.empty()));
            }
            steps.add(new Script.Step(0, "DELETE", "/v1/kv/" + key + "?recurse&" + token, "", Optional.empty()));
        }
        return steps;
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(4), 0, 2)
                .mapToObj(n -> n == 0 ? "a" : "b")
                .collect(Collectors.joining());
    }

    private static Token random(int number, Random random) {
        var lists = List.of(new ArrayList<NamePattern>(), new ArrayList<NamePattern>(), new ArrayList<NamePattern>());
        var seen = new HashSet<NamePattern>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            var pattern = new NamePattern(word(random), random.nextInt(3) > 0);
            boolean named = pattern.open() || !pattern.text().isEmpty();
            if (named && seen.add(pattern)) {
                lists.get(random.nextInt(3)).add(pattern);
            }
        }
        var rules = new LinkedHashMap<Kind, Rules>();
        rules.put(Kind.KEYS, new Rules(lists.get(0), lists.get(1), lists.get(2)));
        Access everything = Access.values()[random.nextInt(3)];
        var secret = new Secret.Plain("22222222-0000-4000-8000-%012d".formatted(number));
        return new Token(Where.nowhere(), "random-" + number, secret, everything, rules, Access.NONE);
    }

    private static SequencedMap<String, Token> tokens() {
        Read read = ModelReader.read("access.yaml", DECLARED, Path.of("/"));
        return assertInstanceOf(Read.Sound.class, read, read.toString())
                .model()
                .registry()
                .orElseThrow()
                .tokens();
    }

    private static String secret(Token token) {
        return assertInstanceOf(Secret.Plain.class, token.secret()).text();
    }

    /** What names no token is asked by everybody. */
    private static List<Script.Step> steps(List<String> tokens) {
        var all = new ArrayList<Script.Step>();
        for (Script.Step step : Script.read("access.txt").steps()) {
            if (step.target().contains("token=")) {
                all.add(step);
                continue;
            }
            all.add(step);
            var asking = new ArrayList<>(tokens);
            asking.add("unknown");
            for (String token : asking) {
                String and = step.target().contains("?") ? "&" : "?";
                all.add(new Script.Step(
                        step.line(),
                        step.method(),
                        step.target() + and + "token={" + token + "}",
                        step.body(),
                        Optional.empty()));
            }
        }
        return all;
    }

    private static void create(HttpClient client, int port, String master, Token token) {
        String name = token.name();
        String policy = "{\"Name\": \"" + name + "\", \"Rules\": \""
                + Policy.of(token).replace("\"", "\\\"").replace("\n", "\\n") + "\"}";
        Await.until(
                "Consul's policy " + name,
                Duration.ofSeconds(20),
                () -> put(client, port, "/v1/acl/policy", master, policy).statusCode() == 200);
        try {
            HttpResponse<String> made = put(
                    client,
                    port,
                    "/v1/acl/token",
                    master,
                    "{\"SecretID\": \"" + secret(token) + "\", \"Policies\": [{\"Name\": \"" + name + "\"}]}");
            assertEquals(200, made.statusCode(), made.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> put(HttpClient client, int port, String path, String token, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("X-Consul-Token", token)
                .PUT(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** A token's rules as Consul spells them. */
    private static final class Policy {
        private static final Map<String, String> KINDS = Map.of(
                "SERVICES", "service",
                "NODES", "node",
                "KEYS", "key",
                "SESSIONS", "session",
                "EVENTS", "event",
                "QUERIES", "query",
                "AGENTS", "agent");

        private final StringBuilder text = new StringBuilder();

        static String of(Token token) {
            var policy = new Policy();
            KINDS.forEach((kind, word) -> {
                var rules = token.rules().entrySet().stream()
                        .filter(e -> e.getKey().name().equals(kind))
                        .map(Map.Entry::getValue)
                        .findFirst();
                boolean told = rules.stream()
                        .flatMap(r -> Stream.of(r.read(), r.write(), r.deny()))
                        .flatMap(List::stream)
                        .anyMatch(p -> p.open() && p.text().isEmpty());
                if (token.everything() != Access.NONE && !told) {
                    policy.rule(
                            word, new NamePattern("", true), token.everything().name());
                }
                rules.ifPresent(r -> {
                    r.read().forEach(p -> policy.rule(word, p, "READ"));
                    r.write().forEach(p -> policy.rule(word, p, "WRITE"));
                    r.deny().forEach(p -> policy.rule(word, p, "DENY"));
                });
            });
            if (token.operator() != Access.NONE) {
                policy.text
                        .append("operator = \"")
                        .append(lower(token.operator().name()))
                        .append("\"\n");
            }
            if (token.operator() == Access.WRITE) {
                policy.text.append("acl = \"write\"\n");
            }
            return policy.text.toString();
        }

        private void rule(String word, NamePattern pattern, String access) {
            text.append(word)
                    .append(pattern.open() ? "_prefix" : "")
                    .append(" \"")
                    .append(pattern.text())
                    .append("\" { policy = \"")
                    .append(lower(access))
                    .append("\" }\n");
        }

        private static String lower(String word) {
            return word.toLowerCase(Locale.ROOT);
        }
    }
}
