package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.plane.Discovery;
import dev.drover.plane.Discovery.Instance;
import dev.drover.plane.Discovery.Node;
import dev.drover.plane.Registrations.Said;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How sites tell each other what names are made of. */
final class NamesText {
    /** So much of the words of a check is told. */
    private static final int WORDS = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private NamesText() {}

    /**
     * What a catalog holds of one thing.
     *
     * @param node present where a node was asked for, and is there
     * @param found what a query came to; of a service all of its instances
     */
    record Held(Optional<Node> node, Optional<Discovery.Found> found) {
        static final Held NOTHING = new Held(Optional.empty(), Optional.empty());
    }

    static byte[] written(Held held) {
        ObjectNode all = JSON.createObjectNode();
        held.node().ifPresent(n -> all.set("Node", node(n)));
        held.found().ifPresent(f -> {
            all.put("Service", f.service()).put("Nearest", f.nearest()).put("NearClient", f.nearClient());
            f.ttl().ifPresent(ttl -> all.put("Seconds", ttl.toSeconds()));
            var list = all.putArray("Instances");
            f.instances().forEach(i -> list.add(instance(i)));
        });
        return all.toString().getBytes(UTF_8);
    }

    private static ObjectNode node(Node node) {
        ObjectNode text = JSON.createObjectNode().put("Name", node.name()).put("Address", node.address());
        text.set("Tagged", JSON.valueToTree(node.tagged()));
        text.set("Meta", JSON.valueToTree(node.meta()));
        return text;
    }

    private static ObjectNode instance(Instance instance) {
        ObjectNode text = JSON.createObjectNode()
                .put("Id", instance.id())
                .put("Service", instance.service())
                .put("Address", instance.address())
                .put("Port", instance.port())
                .put("Weight", instance.weight())
                .put("Warning", instance.warning());
        text.set("Node", node(instance.node()));
        text.set("Tags", JSON.valueToTree(instance.tags()));
        text.set("Tagged", JSON.valueToTree(instance.tagged()));
        var checks = text.putArray("Checks");
        for (Said said : instance.checks()) {
            String words =
                    said.output().substring(0, Math.min(WORDS, said.output().length()));
            checks.addObject()
                    .put("Id", said.id())
                    .put("Name", said.name())
                    .put("Status", said.status())
                    .put("Output", words);
        }
        return text;
    }

    static Held read(byte[] told) throws IOException {
        JsonNode all = JSON.readTree(told);
        if (!(all instanceof ObjectNode)) {
            throw new IOException("what it tells is nothing that names are made of");
        }
        return new Held(
                all.has("Node") ? Optional.of(node(all.path("Node"))) : Optional.empty(),
                all.has("Instances") ? Optional.of(found(all)) : Optional.empty());
    }

    private static Discovery.Found found(JsonNode text) {
        var instances = new ArrayList<Instance>();
        text.path("Instances").forEach(i -> instances.add(instance(i)));
        JsonNode seconds = text.path("Seconds");
        return new Discovery.Found(
                text.path("Service").asText(),
                instances,
                text.path("Nearest").asText(),
                text.path("NearClient").asBoolean(),
                seconds.isIntegralNumber() ? Optional.of(Duration.ofSeconds(seconds.asLong())) : Optional.empty());
    }

    private static Node node(JsonNode text) {
        return new Node(
                text.path("Name").asText(),
                text.path("Address").asText(),
                texts(text.path("Tagged")),
                texts(text.path("Meta")));
    }

    private static Instance instance(JsonNode text) {
        var checks = new ArrayList<Said>();
        text.path("Checks")
                .forEach(c -> checks.add(new Said(
                        c.path("Id").asText(),
                        c.path("Name").asText(),
                        c.path("Status").asText(),
                        c.path("Output").asText())));
        var tags = new ArrayList<String>();
        text.path("Tags").forEach(t -> tags.add(t.asText()));
        return new Instance(
                node(text.path("Node")),
                text.path("Id").asText(),
                text.path("Service").asText(),
                tags,
                text.path("Address").asText(),
                texts(text.path("Tagged")),
                text.path("Port").asInt(),
                text.path("Weight").asInt(),
                text.path("Warning").asInt(),
                checks);
    }

    private static Map<String, String> texts(JsonNode text) {
        var all = new LinkedHashMap<String, String>();
        text.properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
        return all;
    }

    /** A catalog of another site that holds just that. */
    static Discovery.Catalog catalog(String site, Held held) {
        return new Copy(site, held);
    }

    private record Copy(String site, Held held) implements Discovery.Catalog {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public long index() {
            return 0;
        }

        @Override
        public long indexOfService(String name) {
            return 0;
        }

        @Override
        public long indexOfNode(String name) {
            return 0;
        }

        @Override
        public long indexOfQueries() {
            return 0;
        }

        @Override
        public long indexOfAddresses() {
            return 0;
        }

        @Override
        public List<Instance> instances(String service) {
            return held.found().map(Discovery.Found::instances).orElse(List.of());
        }

        @Override
        public @Nullable Node node(String name) {
            return held.node().orElse(null);
        }

        @Override
        public Optional<Discovery.Found> query(String name) {
            return held.found();
        }

        @Override
        public Optional<Discovery.At> at(String address) {
            return Optional.empty();
        }

        @Override
        public List<Node> servers() {
            return List.of();
        }
    }
}
