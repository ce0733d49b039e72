package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.plane.Challenges.Kept;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** How one site has another answer a certification authority. */
final class ChallengesText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChallengesText() {}

    /** What another site is to do. */
    sealed interface Wish {
        /** Answer it. */
        record Put(Kept kept) implements Wish {}

        /**
         * Answer it no more.
         *
         * @param value empty for all of the name
         */
        record Remove(String name, String value) implements Wish {}
    }

    static byte[] written(Wish wish) {
        ObjectNode text = JSON.createObjectNode();
        switch (wish) {
            case Wish.Put(var kept) ->
                text.put("Name", kept.name())
                        .put("Value", kept.value())
                        .put("By", kept.by())
                        .put("Node", kept.node())
                        .put("Since", kept.since().toString())
                        .put("Until", kept.until().toString());
            case Wish.Remove(var name, var value) ->
                text.put("Name", name).put("Value", value).put("Over", true);
        }
        return text.toString().getBytes(UTF_8);
    }

    static Wish readWish(byte[] bytes) throws IOException {
        JsonNode all = JSON.readTree(bytes);
        if (all == null || !all.path("Name").isTextual() || !all.path("Value").isTextual()) {
            throw new IOException("this is no challenge");
        }
        String name = all.path("Name").asText();
        String value = all.path("Value").asText();
        if (all.path("Over").asBoolean()) {
            return new Wish.Remove(name, value);
        }
        try {
            return new Wish.Put(new Kept(
                    name,
                    value,
                    all.path("By").asText(),
                    all.path("Node").asText(),
                    Instant.parse(all.path("Since").asText()),
                    Instant.parse(all.path("Until").asText())));
        } catch (DateTimeException e) {
            throw new IOException("this is no challenge: " + e.getMessage(), e);
        }
    }

    static byte[] told(boolean changed) {
        return JSON.createObjectNode().put("Changed", changed).toString().getBytes(UTF_8);
    }

    static boolean read(byte[] bytes) throws IOException {
        JsonNode all = JSON.readTree(bytes);
        if (all == null || !all.path("Changed").isBoolean()) {
            throw new IOException("what it tells is not whether it did so");
        }
        return all.path("Changed").asBoolean();
    }
}
