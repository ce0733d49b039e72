package dev.drover.registry.moving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes without an agent, which somebody wrote into the catalog, with their services and checks. How a check is on either side does not
 * make it another one.
 */
final class Outsiders implements Cargo {
    /** The check that every node with an agent has. */
    private static final String LIVENESS = "serfHealth";

    private static final Set<String> NODE = Set.of("ID", "Node", "Address", "TaggedAddresses", "Meta");
    private static final Set<String> SERVICE = Set.of(
            "ID", "Service", "Tags", "Meta", "Port", "Address", "TaggedAddresses", "Weights", "EnableTagOverride");
    private static final Set<String> CHECK = Set.of("CheckID", "Name", "Notes", "ServiceID", "Definition");
    private static final Set<String> STATE = Set.of("Status", "Output");

    private static final Leftovers.Kind AGENTS = new Leftovers.Kind(
            "node with an agent",
            "nodes with agents",
            "what is registered at an agent registers itself at Drover: point it there, it answers the same calls");
    private static final Leftovers.Kind MESH = new Leftovers.Kind(
            "proxy or gateway of a service mesh", "proxies and gateways of a service mesh", "Drover has none");
    private static final Leftovers.Kind TAKEN = new Leftovers.Kind(
            "node whose name an agent has there",
            "nodes whose names agents have there",
            "what an agent says of itself is not overwritten: rename it");

    private final Remote from;
    private final Remote into;
    private final Map<String, Set<String>> missing = new TreeMap<>();
    private final Map<String, Set<String>> other = new TreeMap<>();
    private final Map<String, Outsider> wanted = new LinkedHashMap<>();
    private int same;

    /** A node as it is to be written. Things are named by what stands before them: {@code s/ID}, {@code c/ID}; the node itself is "". */
    private record Outsider(ObjectNode node, Map<String, ObjectNode> things, Map<String, JsonNode> states) {
        static Outsider of(JsonNode told, JsonNode checks, Leftovers leftovers) {
            var things = new LinkedHashMap<String, ObjectNode>();
            var mesh = new HashSet<String>();
            for (JsonNode service : told.path("Services")) {
                if (service.path("Kind").asText().isEmpty()) {
                    things.put("s/" + service.path("ID").asText(), Shape.only(service, SERVICE));
                } else {
                    mesh.add(service.path("ID").asText());
                }
            }
            leftovers.add(MESH, mesh.size());
            var states = new HashMap<String, JsonNode>();
            for (JsonNode check : checks) {
                if (!mesh.contains(check.path("ServiceID").asText("-"))) {
                    String name = "c/" + check.path("CheckID").asText();
                    things.put(name, Shape.only(check, CHECK));
                    states.put(name, Shape.only(check, STATE));
                }
            }
            return new Outsider(Shape.only(told.path("Node"), NODE), things, states);
        }
    }

    Outsiders(Remote from, Remote into) {
        this.from = from;
        this.into = into;
    }

    @Override
    public Part look(Leftovers leftovers) throws Unanswered, InterruptedException {
        var checks = new HashMap<String, List<JsonNode>>();
        var agents = new HashSet<String>();
        from.each("/v1/health/state/any", check -> {
            String node = check.path("Node").asText();
            checks.computeIfAbsent(node, n -> new ArrayList<>()).add(check);
            if (check.path("CheckID").asText().equals(LIVENESS)) {
                agents.add(node);
            }
        });
        leftovers.add(AGENTS, agents.size());
        var names = new ArrayList<String>();
        from.each("/v1/catalog/nodes", node -> names.add(node.path("Node").asText()));
        names.removeAll(agents);
        for (String name : names) {
            JsonNode told = from.read("/v1/catalog/node/" + Remote.quoted(name));
            JsonNode own = JsonNodeFactory.instance.arrayNode().addAll(checks.getOrDefault(name, List.of()));
            if (!told.isMissingNode()) {
                compare(name, Outsider.of(told, own, leftovers), leftovers);
            }
        }
        var others = new ArrayList<String>();
        other.forEach((node, things) -> things.forEach(thing -> others.add(named(node, thing))));
        return new Part(
                "catalog entries", missing.values().stream().mapToInt(Set::size).sum(), same, others);
    }

    private void compare(String name, Outsider here, Leftovers leftovers) throws Unanswered, InterruptedException {
        JsonNode told = into.read("/v1/catalog/node/" + Remote.quoted(name));
        JsonNode checks = into.read("/v1/health/node/" + Remote.quoted(name));
        for (JsonNode check : checks) {
            if (check.path("CheckID").asText().equals(LIVENESS)) {
                leftovers.add(TAKEN, 1);
                return;
            }
        }
        wanted.put(name, here);
        Outsider there = Outsider.of(told, checks, new Leftovers());
        compare(name, "", told.isMissingNode() ? null : there.node(), here.node());
        here.things()
                .forEach((thing, value) -> compare(name, thing, there.things().get(thing), value));
    }

    private void compare(String node, String thing, @Nullable ObjectNode there, ObjectNode here) {
        if (there == null) {
            missing.computeIfAbsent(node, n -> new HashSet<>()).add(thing);
        } else if (!there.equals(here)) {
            other.computeIfAbsent(node, n -> new HashSet<>()).add(thing);
        } else {
            same++;
        }
    }

    private static String named(String node, String thing) {
        if (thing.isEmpty()) {
            return node;
        }
        return (thing.startsWith("s/") ? "service " : "check ") + thing.substring(2) + " of " + node;
    }

    @Override
    public void carry(boolean overwrite, Written written) throws Unanswered, InterruptedException {
        for (var outsider : wanted.entrySet()) {
            var names = new HashSet<>(missing.getOrDefault(outsider.getKey(), Set.of()));
            if (overwrite) {
                names.addAll(other.getOrDefault(outsider.getKey(), Set.of()));
            }
            if (!names.isEmpty()) {
                carry(outsider.getKey(), outsider.getValue(), names, written);
            }
        }
    }

    /** The node with its own checks first, then each service with its checks: none is ever there without what is said of it. */
    private void carry(String name, Outsider outsider, Set<String> names, Written written)
            throws Unanswered, InterruptedException {
        var services = new TreeMap<String, List<String>>();
        services.put("", new ArrayList<>());
        for (String thing : names) {
            JsonNode value = outsider.things().get(thing);
            if (value != null && thing.startsWith("s/")) {
                services.computeIfAbsent(thing.substring(2), n -> new ArrayList<>());
            } else if (value != null) {
                services.computeIfAbsent(value.path("ServiceID").asText(), n -> new ArrayList<>())
                        .add(thing);
            }
        }
        for (var service : services.entrySet()) {
            var things = new ArrayList<>(service.getValue());
            String own = service.getKey().isEmpty() ? "" : "s/" + service.getKey();
            if (names.contains(own)) {
                things.add(own);
            }
            if (!things.isEmpty()) {
                write(name, outsider, things, written);
            }
        }
    }

    private void write(String name, Outsider outsider, List<String> things, Written written)
            throws Unanswered, InterruptedException {
        ObjectNode body = outsider.node().deepCopy();
        if (body.has("Meta")) {
            body.set("NodeMeta", body.remove("Meta"));
        }
        body.put("SkipNodeUpdate", !things.contains(""));
        var checks = body.putArray("Checks");
        for (String thing : things) {
            ObjectNode value = outsider.things().get(thing);
            if (value != null && thing.startsWith("s/")) {
                body.set("Service", value);
            } else if (value != null) {
                ObjectNode check = value.deepCopy();
                outsider.states()
                        .getOrDefault(thing, value)
                        .properties()
                        .forEach(f -> check.set(f.getKey(), f.getValue()));
                checks.add(check.put("Node", name));
            }
        }
        try {
            into.write("PUT", "/v1/catalog/register", body);
            things.forEach(thing -> written.wrote());
        } catch (Unanswered e) {
            if (!e.isReached()) {
                throw e;
            }
            things.forEach(thing -> written.failed(named(name, thing), e.getMessage()));
        }
    }
}
