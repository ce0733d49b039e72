package dev.drover.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code drover registry services}: the names of all services in the catalog. */
@Command(
        name = "services",
        description = "List the services in the catalog, with their tags.",
        footer = {
            "",
            "Examples:",
            "  drover registry services",
            "  drover registry services --url http://consul.internal:8500"
        })
final class RegistryServices extends RegistryAsking {
    /** A service, for programs. */
    record Listed(String name, List<String> tags) {}

    @Override
    public Integer call() throws Failure, InterruptedException {
        JsonNode told = ask("/v1/catalog/services", "");
        var services = new ArrayList<Listed>();
        told.properties().forEach(field -> services.add(new Listed(field.getKey(), texts(field.getValue()))));
        if (json()) {
            printJson(services);
        } else if (services.isEmpty()) {
            print("no service is registered");
        } else {
            var table = new Table("");
            services.forEach(s -> table.row(s.name(), output().faint(String.join(" ", s.tags()))));
            print(table);
        }
        return ExitCode.DONE;
    }

    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
