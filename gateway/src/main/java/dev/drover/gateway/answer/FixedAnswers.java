package dev.drover.gateway.answer;

import dev.drover.gateway.stage.Answer;
import dev.drover.model.FixedResponse;
import dev.drover.model.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Declared responses made into bytes. */
public final class FixedAnswers {
    private FixedAnswers() {}

    /** Without the fields that the changes remove or set: what they set is added when the answer is sent. */
    public static Answer of(FixedResponse declared, Route.HeaderChanges changes) {
        Set<String> gone = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        gone.addAll(changes.remove());
        gone.addAll(changes.set().keySet());
        var fields = new LinkedHashMap<String, String>();
        declared.headers().forEach((name, value) -> {
            if (!gone.contains(name)) {
                fields.put(name, value);
            }
        });
        boolean typed = fields.keySet().stream()
                .anyMatch(n -> n.toLowerCase(Locale.ROOT).equals("content-type"));
        if (!typed && !gone.contains("Content-Type") && !declared.body().isEmpty()) {
            fields.put("Content-Type", "text/plain; charset=utf-8");
        }
        return Answer.of(declared.status(), fields, declared.body().getBytes(StandardCharsets.UTF_8));
    }
}
