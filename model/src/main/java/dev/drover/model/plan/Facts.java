package dev.drover.model.plan;

import dev.drover.model.FixedResponse;
import dev.drover.model.Secret;
import dev.drover.model.Spelling;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What is declared of one thing: keys as the file has them, values as the file spells them, secrets left out. */
final class Facts {
    private static final List<String> SECRETIVE =
            List.of("pass", "secret", "token", "key", "credential", "auth", "cookie", "dsn");

    private final SequencedMap<String, Fact> facts = new LinkedHashMap<>();

    /**
     * One value.
     *
     * @param value to compare, never printed
     * @param shown to print
     */
    record Fact(String value, String shown) {
        @Override
        public String toString() {
            return shown;
        }
    }

    SequencedMap<String, Fact> map() {
        return facts;
    }

    Facts put(String key, Object value) {
        String text = value.toString();
        facts.put(key, new Fact(text, text));
        return this;
    }

    Facts put(String key, Optional<?> value) {
        value.ifPresent(v -> put(key, v));
        return this;
    }

    Facts put(String key, Duration duration) {
        return put(key, (Object) Spelling.of(duration));
    }

    Facts list(String key, List<?> values) {
        if (!values.isEmpty()) {
            put(key, (Object) values);
        }
        return this;
    }

    /** Values of which some may be secret: by their kind, or by the sound of their names. */
    Facts secrets(String key, Map<String, Secret> values) {
        values.forEach((name, value) -> {
            switch (value) {
                case Secret.Plain plain -> text(key, name, plain.text());
                case Secret.Env env -> put(key + "." + name, (Object) env);
                case Secret.File file -> put(key + "." + name, (Object) file);
            }
        });
        return this;
    }

    /** A value that is secret whatever it is called. */
    Facts secret(String key, Secret secret) {
        switch (secret) {
            case Secret.Plain plain -> facts.put(key, new Fact(plain.text(), "(hidden)"));
            case Secret.Env env -> put(key, (Object) env);
            case Secret.File file -> put(key, (Object) file);
        }
        return this;
    }

    Facts texts(String key, Map<String, String> values) {
        values.forEach((name, value) -> text(key, name, value));
        return this;
    }

    private void text(String key, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secretive = SECRETIVE.stream().anyMatch(lower::contains);
        facts.put(key + "." + name, new Fact(value, secretive ? "(hidden)" : value));
    }

    Facts answer(String key, FixedResponse response) {
        put(key + ".status", (Object) response.status());
        texts(key + ".headers", response.headers());
        if (!response.body().isEmpty()) {
            facts.put(key + ".body", new Fact(response.body(), brief(response.body())));
        }
        return this;
    }

    private static String brief(String body) {
        String line = body.replace('\n', ' ').strip();
        return line.length() <= 60 ? line : line.substring(0, 60) + "... (" + body.length() + " characters)";
    }
}
