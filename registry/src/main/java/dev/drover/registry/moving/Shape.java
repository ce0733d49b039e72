package dev.drover.registry.moving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * JSON of two servers made comparable: what is empty, zero or null is left out, for one writes it and another does not. What people name
 * themselves stays whole: there an empty text says something.
 */
final class Shape {
    private static final Set<String> WHOLE = Set.of("Meta", "NodeMeta", "ServiceMeta", "Header");

    private Shape() {}

    /** These fields of an object, as far as they hold something. */
    static ObjectNode only(JsonNode from, Set<String> fields) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        from.properties().forEach(field -> {
            JsonNode value = of(field.getKey(), field.getValue());
            if (fields.contains(field.getKey()) && !isNothing(value)) {
                kept.set(field.getKey(), value);
            }
        });
        return kept;
    }

    private static JsonNode of(String name, JsonNode value) {
        return WHOLE.contains(name) ? value : of(value);
    }

    static JsonNode of(JsonNode any) {
        if (any.isObject()) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            any.properties().forEach(field -> {
                JsonNode value = of(field.getKey(), field.getValue());
                if (!isNothing(value)) {
                    kept.set(field.getKey(), value);
                }
            });
            return kept;
        }
        if (any.isArray()) {
            var kept = JsonNodeFactory.instance.arrayNode();
            any.forEach(one -> kept.add(of(one)));
            return kept;
        }
        return any;
    }

    private static boolean isNothing(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case OBJECT, ARRAY -> value.isEmpty();
            case STRING -> value.asText().isEmpty() || value.asText().equals("0s");
            case NUMBER -> value.asDouble() == 0;
            case BOOLEAN -> !value.asBoolean();
            case BINARY, POJO -> false;
        };
    }
}
