package dev.drover.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover registry keys}: the keys that begin so. */
@Command(
        name = "keys",
        description = "List the keys, or those that begin so.",
        footer = {"", "Examples:", "  drover registry keys", "  drover registry keys shop/"})
final class RegistryKeys extends RegistryAsking {
    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "How they begin.")
    private String prefix = "";

    @Override
    public Integer call() throws Failure, InterruptedException {
        JsonNode told = ask("/v1/kv/" + Remote.quoted(prefix) + "?keys", "no key begins so");
        List<String> keys = RegistryServices.texts(told);
        if (json()) {
            printJson(keys);
        } else {
            keys.forEach(this::print);
        }
        return ExitCode.DONE;
    }
}
