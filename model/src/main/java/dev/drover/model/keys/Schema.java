package dev.drover.model.keys;

import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of {@code drover.yaml}, for editors. It says what may stand where; what two places say of each
 * other, {@code drover check} says.
 */
public final class Schema {
    private Schema() {}

    public static String text() {
        Map<String, Object> schema = Json.object(
                "$schema",
                "https://json-schema.org/draft/2020-12/schema",
                "title",
                "drover.yaml",
                "description",
                "What a team's servers serve: listeners, services and routes.");
        schema.putAll(RootKeys.ROOT.schema());
        return Json.text(schema);
    }
}
