package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.plane.KeySteps.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How sites tell each other how far keys have got. */
final class KeyStepsText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeyStepsText() {}

    /**
     * What the site that keeps them tells.
     *
     * @param taken whether the step that it was asked to take was the next one
     * @param heard whether these are all that there are
     * @param all the last step of each zone
     */
    record Told(boolean taken, boolean heard, List<Step> all) {
        Told {
            all = List.copyOf(all);
        }
    }

    /** A step to be taken, or none: then what there is is wanted. */
    static byte[] wish(Optional<Step> step) {
        return step.map(s -> written(s).toString().getBytes(UTF_8)).orElse(new byte[0]);
    }

    static Optional<Step> readWish(byte[] bytes) throws IOException {
        return bytes.length == 0 ? Optional.empty() : Optional.of(step(JSON.readTree(bytes)));
    }

    static byte[] written(Told told) {
        ObjectNode all = JSON.createObjectNode().put("Taken", told.taken()).put("Heard", told.heard());
        var list = all.putArray("Steps");
        told.all().forEach(s -> list.add(written(s)));
        return all.toString().getBytes(UTF_8);
    }

    static Told read(byte[] bytes) throws IOException {
        JsonNode all = JSON.readTree(bytes);
        if (all == null
                || !all.path("Taken").isBoolean()
                || !all.path("Heard").isBoolean()
                || !all.path("Steps").isArray()) {
            throw new IOException("what it tells are no steps of keys");
        }
        var steps = new ArrayList<Step>();
        for (JsonNode one : all.path("Steps")) {
            steps.add(step(one));
        }
        return new Told(all.path("Taken").asBoolean(), all.path("Heard").asBoolean(), steps);
    }

    private static ObjectNode written(Step step) {
        return JSON.createObjectNode()
                .put("Zone", step.zone())
                .put("Number", step.number())
                .put("Text", step.text());
    }

    private static Step step(JsonNode one) throws IOException {
        if (!one.path("Zone").isTextual()
                || !one.path("Number").isIntegralNumber()
                || !one.path("Text").isTextual()) {
            throw new IOException("this is no step of keys: " + one);
        }
        return new Step(
                one.path("Zone").asText(),
                one.path("Number").asLong(),
                one.path("Text").asText());
    }
}
