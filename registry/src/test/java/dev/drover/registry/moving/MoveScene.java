package dev.drover.registry.moving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.registry.client.Remote;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The two sides of a move: how they are filled, and what they tell. */
abstract class MoveScene {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Set<Move.What> ALL = EnumSet.allOf(Move.What.class);
    static final Set<Move.What> KEYS = Set.of(Move.What.KEYS);

    static Remote at(int port) {
        return new Remote(URI.create("http://127.0.0.1:" + port), "");
    }

    static void put(Remote remote, String path, String body) throws Exception {
        String told = remote.write("PUT", path, body.getBytes(UTF_8));
        assertFalse(told.equals("false"), path);
    }

    static JsonNode make(Remote remote, String method, String path, String body) throws Exception {
        return JSON.readTree(remote.write(method, path, body.getBytes(UTF_8)));
    }

    static Part part(Plan plan, String kind) {
        return plan.parts().stream()
                .filter(p -> p.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    static List<String> left(Plan plan) {
        return plan.leftOut().stream().map(Plan.Left::what).toList();
    }

    /** Keys as both sides tell of them, without what counts writes. */
    static List<String> keys(Remote remote, String path) throws Exception {
        var keys = new ArrayList<String>();
        remote.each(
                path,
                entry -> keys.add(entry.path("Key") + " " + entry.path("Flags") + " "
                        + entry.path("Value").asText("")));
        return keys;
    }

    static void setKey(Remote remote, String key, byte[] value, String flags) throws Exception {
        String op = "[{\"KV\": {\"Verb\": \"set\", \"Key\": %s, \"Value\": \"%s\", \"Flags\": %s}}]"
                .formatted(JSON.writeValueAsString(key), Base64.getEncoder().encodeToString(value), flags);
        put(remote, "/v1/txn", op);
    }
}
