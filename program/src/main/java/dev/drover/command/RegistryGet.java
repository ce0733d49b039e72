package dev.drover.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import java.util.Base64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover registry get}: the value of a key. */
@Command(
        name = "get",
        description = "Print the value of a key as text.",
        footer = {
            "",
            "Examples:",
            "  drover registry get shop/currency",
            "  drover registry get shop/currency --json    with flags, index and session; the value in base 64"
        })
final class RegistryGet extends RegistryAsking {
    @Parameters(paramLabel = "KEY", description = "The whole key.")
    private String key = "";

    /**
     * A key, for programs.
     *
     * @param value in base 64
     * @param session that holds its lock; or empty
     */
    record Entry(String key, String value, String flags, long index, String session) {}

    @Override
    public Integer call() throws Failure, InterruptedException {
        JsonNode entry =
                ask("/v1/kv/" + Remote.quoted(key), "there is no key " + key).path(0);
        String value = entry.path("Value").asText("");
        if (json()) {
            printJson(new Entry(
                    entry.path("Key").asText(),
                    value,
                    entry.path("Flags").asText("0"),
                    entry.path("ModifyIndex").asLong(),
                    entry.path("Session").asText("")));
        } else {
            print(new String(Base64.getDecoder().decode(value), UTF_8));
        }
        return ExitCode.DONE;
    }
}
