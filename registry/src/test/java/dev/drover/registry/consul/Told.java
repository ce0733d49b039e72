package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An answer, flat: its parts by where they stand, to be compared one by one. */
record Told(Map<String, String> parts, String body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> HEADERS = List.of(
            "Content-Type",
            "X-Consul-KnownLeader",
            "X-Consul-LastContact",
            "X-Consul-Index",
            "Allow",
            "X-Consul-ContentHash");

    static Told ask(HttpClient client, int port, Script.Step step, UnaryOperator<String> named)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + step.target()))
                .timeout(Duration.ofSeconds(20))
                .method(
                        step.method(),
                        step.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(step.body()))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        var parts = new TreeMap<String, String>();
        parts.put("status", String.valueOf(response.statusCode()));
        for (String header : HEADERS) {
            response.headers().firstValue(header).ifPresent(value -> parts.put("header." + header, value));
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("application/json")) {
            JsonNode tree = MAPPER.readTree(named.apply(response.body()));
            shuffled(step.target(), tree);
            flatten("", unordered(step.target()) ? sorted(tree) : tree, parts);
        } else {
            parts.put("text", named.apply(response.body()));
        }
        return new Told(parts, response.body());
    }

    /** Where Consul tells the elements of its hash tables as they come. */
    private static boolean unordered(String target) {
        return target.startsWith("/v1/catalog/services")
                || target.startsWith("/v1/session/list")
                || target.startsWith("/v1/query?")
                || target.startsWith("/v1/agent/health/");
    }

    /** A query's answer comes in an order drawn at random, unless it is asked what is near. */
    private static void shuffled(String target, JsonNode tree) {
        if (tree.path("Nodes") instanceof ArrayNode nodes
                && target.matches("/v1/query/[^?]*/execute.*")
                && !target.contains("near=")) {
            var all = nodes.valueStream()
                    .sorted(Comparator.comparing(e -> e.at("/Node/Node").asText() + " "
                            + e.at("/Service/ID").asText()))
                    .toList();
            nodes.removeAll();
            nodes.addAll(all);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            var object = MAPPER.createObjectNode();
            node.properties().forEach(e -> object.set(e.getKey(), sorted(e.getValue())));
            return object;
        }
        if (node.isArray()) {
            var list = MAPPER.createArrayNode();
            node.valueStream()
                    .map(Told::sorted)
                    .sorted(Comparator.comparing(e -> e.path("CheckID").asText(e.toString())))
                    .forEach(list::add);
            return list;
        }
        return node;
    }

    private static void flatten(String at, JsonNode node, Map<String, String> into) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(e -> flatten(at.isEmpty() ? e.getKey() : at + "." + e.getKey(), e.getValue(), into));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(at + "[" + i + "]", node.get(i), into);
            }
        } else {
            into.put(at.isEmpty() ? "json" : at, node.toString());
        }
    }

    /** A field of the JSON object that the body is. */
    String field(String name) {
        try {
            return MAPPER.readTree(body).path(name).asText();
        } catch (JacksonException e) {
            return "";
        }
    }
}
