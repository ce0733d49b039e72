package dev.drover.registry.sites;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.board.InstanceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node tells of its site.
 *
 * @param epoch other each time the node is started
 * @param version grows with each change in one epoch
 * @param size of its registry
 * @param said what the site measures of instances that stand at one site, by its panels
 */
record Summary(String site, String node, String epoch, long version, Size size, Map<InstanceId, Said> said) {
    /** No answer is read further: a million instances would be as long. */
    static final int LONGEST = 64 << 20;

    /** So much of the words of a check is told to others. */
    private static final int WORDS = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    static final Summary NOTHING = new Summary("", "", "", 0, Size.NONE, Map.of());

    Summary {
        said = Map.copyOf(said);
    }

    /** One site's word. */
    record Said(boolean passing, String words) {}

    /**
     * How much a registry holds.
     *
     * @param up instances of which no check is critical
     */
    record Size(int services, int instances, int up) {
        static final Size NONE = new Size(0, 0, 0);
    }

    byte[] written() {
        ObjectNode all = JSON.createObjectNode()
                .put("Site", site)
                .put("Node", node)
                .put("Epoch", epoch)
                .put("Version", version)
                .put("Services", size.services)
                .put("Instances", size.instances)
                .put("Up", size.up);
        ArrayNode list = all.putArray("Said");
        said.forEach((id, word) -> list.addObject()
                .put("Service", id.service())
                .put("Instance", id.instance())
                .put("Passing", word.passing)
                .put("Words", word.words.substring(0, Math.min(WORDS, word.words.length()))));
        return all.toString().getBytes(UTF_8);
    }

    static Summary read(byte[] bytes) throws IOException {
        JsonNode all = JSON.readTree(bytes);
        if (all == null || !all.path("Site").isTextual() || !all.path("Version").isIntegralNumber()) {
            throw new IOException("what it tells is no summary of a site");
        }
        var said = new LinkedHashMap<InstanceId, Said>();
        for (JsonNode one : all.path("Said")) {
            said.put(
                    new InstanceId(
                            one.path("Service").asText(), one.path("Instance").asText()),
                    new Said(one.path("Passing").asBoolean(), one.path("Words").asText()));
        }
        var size = new Size(
                all.path("Services").asInt(),
                all.path("Instances").asInt(),
                all.path("Up").asInt());
        return new Summary(
                all.path("Site").asText(),
                all.path("Node").asText(),
                all.path("Epoch").asText(),
                all.path("Version").asLong(),
                size,
                said);
    }
}
