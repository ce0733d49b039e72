package dev.drover.registry.consul;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A list of calls, as {@code calls.txt} describes it. */
record Script(List<Step> steps) {
    private static final Pattern KEEP = Pattern.compile("keep (\\S+) as (\\S+)");

    Script {
        steps = List.copyOf(steps);
    }

    /** What is to be remembered of an answer. */
    record Kept(String field, String name) {}

    /** One call. */
    record Step(int line, String method, String target, String body, Optional<Kept> kept) {
        /** The call with the first line of its body. */
        String name() {
            return (method + " " + target + " " + body.lines().findFirst().orElse("")).strip();
        }

        /** With the names of what was remembered in place of the braces. */
        Step with(Map<String, String> values) {
            return new Step(line, method, filled(target, values), filled(body, values), kept);
        }

        private static String filled(String text, Map<String, String> values) {
            String result = text;
            for (var value : values.entrySet()) {
                result = result.replace("{" + value.getKey() + "}", value.getValue());
            }
            return result;
        }
    }

    static List<String> lines(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Script read(String resource) {
        List<String> lines = lines(resource);
        var steps = new ArrayList<Step>();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).isBlank() || lines.get(at).startsWith("#")) {
                continue;
            }
            int first = at;
            var body = new ArrayList<String>();
            while (at + 1 < lines.size() && !lines.get(at + 1).isBlank()) {
                at++;
                body.add(lines.get(at));
            }
            steps.add(step(first + 1, lines.get(first), body));
        }
        return new Script(steps);
    }

    private static Step step(int line, String call, List<String> below) {
        Optional<Kept> kept = Optional.empty();
        var body = new ArrayList<>(below);
        var keep = KEEP.matcher(below.isEmpty() ? "" : below.getFirst());
        if (keep.matches()) {
            kept = Optional.of(new Kept(keep.group(1), keep.group(2)));
            body.removeFirst();
        }
        String[] words = call.split(" ", 2);
        return new Step(line, words[0], words[1], String.join("\n", body), kept);
    }

    /** What one side was given so far. */
    static final class Memory {
        private final Map<String, String> values = new HashMap<>();

        void know(String name, String value) {
            values.put(name, value);
        }

        Step filled(Step step) {
            return step.with(values);
        }

        void keep(Step step, Told told) {
            step.kept().ifPresent(kept -> values.put(kept.name(), told.field(kept.field())));
        }

        /** The answer with the names in place of what was remembered, so that two sides can be compared. */
        String named(String text) {
            String result = text;
            for (var value : values.entrySet()) {
                result = value.getValue().isEmpty()
                        ? result
                        : result.replace(value.getValue(), "{" + value.getKey() + "}");
            }
            return result;
        }
    }
}
