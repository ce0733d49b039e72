package dev.drover.plane;

import dev.drover.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/** Reads secrets where they are kept. What is read appears in no message. */
public record Secrets(Map<String, String> environment) {
    public Secrets {
        environment = Map.copyOf(environment);
    }

    /** With the environment of this process. */
    public static Secrets here() {
        return new Secrets(System.getenv());
    }

    /** The environment may hold secrets as well. */
    @Override
    public String toString() {
        return "secrets";
    }

    /** The text, or why there is none. */
    public sealed interface Read {
        record Text(String text) implements Read {
            @Override
            public String toString() {
                return "a secret";
            }
        }

        record Missing(String what, String fix) implements Read {}
    }

    public Read read(Secret secret) {
        return switch (secret) {
            case Secret.Plain plain -> new Read.Text(plain.text());
            case Secret.Env env -> {
                String value = environment.get(env.name());
                yield value == null
                        ? new Read.Missing(
                                env.name() + " is not in Drover's own environment",
                                "set " + env.name() + " before starting Drover")
                        : new Read.Text(value);
            }
            case Secret.File file -> {
                try (var lines = Files.newBufferedReader(file.path(), StandardCharsets.UTF_8)) {
                    String first = lines.readLine();
                    yield new Read.Text(first == null ? "" : first);
                } catch (IOException e) {
                    yield new Read.Missing(
                            "cannot read " + file.path() + ": " + e.getClass().getSimpleName(),
                            "make it readable for Drover");
                }
            }
        };
    }
}
