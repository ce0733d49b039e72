package dev.drover.registry.moving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepared queries, which are known by their names. */
final class Queries implements Cargo {
    private static final String LIST = "/v1/query";
    private static final Set<String> FIELDS = Set.of("Name", "Template", "Service", "DNS");

    private static final Leftovers.Kind NAMELESS = new Leftovers.Kind(
            "query without a name",
            "queries without a name",
            "they are asked by an id that would be another one: let whoever asks them make them anew");
    private static final Leftovers.Kind BOUND = new Leftovers.Kind(
            "query of a session", "queries of sessions", "they end with their session, which does not come along");
    private static final Leftovers.Kind TOKENS = new Leftovers.Kind(
            "token of a query", "tokens of queries", "the query comes along, and is asked by the token of who asks");

    private final Remote from;
    private final Remote into;
    private final Map<String, ObjectNode> missing = new LinkedHashMap<>();
    private final Map<String, Other> other = new LinkedHashMap<>();

    private record Other(String id, ObjectNode wanted) {}

    Queries(Remote from, Remote into) {
        this.from = from;
        this.into = into;
    }

    @Override
    public Part look(Leftovers leftovers) throws Unanswered, InterruptedException {
        var there = new LinkedHashMap<String, JsonNode>();
        into.read(LIST).forEach(query -> there.put(name(query), query));
        int same = 0;
        for (JsonNode query : from.read(LIST)) {
            if (!query.path("Session").asText().isEmpty()) {
                leftovers.add(BOUND, 1);
            } else if (name(query).isEmpty()) {
                leftovers.add(NAMELESS, 1);
            } else {
                leftovers.add(TOKENS, query.path("Token").asText().isEmpty() ? 0 : 1);
                same += sort(query, there.get(name(query))) ? 1 : 0;
            }
        }
        return new Part("queries", missing.size(), same, new ArrayList<>(other.keySet()));
    }

    /** Whether it is there as it is. */
    private boolean sort(JsonNode query, @Nullable JsonNode known) {
        ObjectNode wanted = Shape.only(query, FIELDS);
        if (known == null) {
            missing.put(name(query), wanted);
        } else if (!Shape.only(known, FIELDS).equals(wanted)) {
            other.put(name(query), new Other(known.path("ID").asText(), wanted));
        } else {
            return true;
        }
        return false;
    }

    /** A template may have an empty name, and is then asked for whatever no other fits. */
    private static String name(JsonNode query) {
        String name = query.path("Name").asText();
        boolean template = !query.path("Template").path("Type").asText().isEmpty();
        return template ? name + "*" : name;
    }

    @Override
    public void carry(boolean overwrite, Written written) throws Unanswered, InterruptedException {
        for (var query : missing.entrySet()) {
            write("POST", LIST, query.getKey(), query.getValue(), written);
        }
        for (var query : other.entrySet()) {
            if (overwrite) {
                String path = LIST + "/" + query.getValue().id();
                write("PUT", path, query.getKey(), query.getValue().wanted(), written);
            }
        }
    }

    private void write(String method, String path, String name, ObjectNode query, Written written)
            throws Unanswered, InterruptedException {
        try {
            into.write(method, path, query);
            written.wrote();
        } catch (Unanswered e) {
            if (!e.isReached()) {
                throw e;
            }
            written.failed("query " + name, e.getMessage());
        }
    }
}
