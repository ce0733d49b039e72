package dev.drover.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.registry.client.Remote;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover registry service}: the instances of a service in the catalog, and how each is. */
@Command(
        name = "service",
        description = "Show the instances of a service in the catalog: where they are, and what their checks say.",
        footer = {
            "",
            "Examples:",
            "  drover registry service web",
            "  drover registry service web --json",
            "",
            "What is served of it, and why, tells drover explain."
        })
final class RegistryService extends RegistryAsking {
    @Parameters(paramLabel = "NAME", description = "The name it is registered by.")
    private String name = "";

    /** A check, for programs. */
    record Said(String id, String status, String output) {}

    /** An instance, for programs. */
    record Registered(String id, String node, String address, String status, List<String> tags, List<Said> checks) {}

    @Override
    public Integer call() throws Failure, InterruptedException {
        var instances = new ArrayList<Registered>();
        ask("/v1/health/service/" + Remote.quoted(name), "no service " + name + " is registered")
                .forEach(entry -> instances.add(instance(entry)));
        if (json()) {
            printJson(instances);
            return ExitCode.DONE;
        }
        var table = new Table("");
        for (Registered one : instances) {
            table.row(one.node() + "/" + one.id(), one.address(), painted(one.status()), String.join(" ", one.tags()));
            one.checks().stream().filter(c -> !c.status().equals("passing")).forEach(check -> {
                String said = check.output().lines().findFirst().orElse("");
                table.row("  " + check.id(), "", painted(check.status()), output().faint(said));
            });
        }
        print(table);
        return ExitCode.DONE;
    }

    private static Registered instance(JsonNode entry) {
        var checks = new ArrayList<Said>();
        entry.path("Checks")
                .forEach(c -> checks.add(new Said(
                        c.path("CheckID").asText(),
                        c.path("Status").asText(),
                        c.path("Output").asText().strip())));
        JsonNode service = entry.path("Service");
        String own = service.path("Address").asText();
        String address = own.isEmpty() ? entry.at("/Node/Address").asText() : own;
        return new Registered(
                service.path("ID").asText(),
                entry.at("/Node/Node").asText(),
                address.contains(":")
                        ? "[" + address + "]:" + service.path("Port").asInt()
                        : address + ":" + service.path("Port").asInt(),
                worst(checks),
                RegistryServices.texts(service.path("Tags")),
                checks);
    }

    /** As Consul sums up: the worst of all checks; passing where there is none. */
    private static String worst(List<Said> checks) {
        for (String status : List.of("critical", "warning")) {
            if (checks.stream().anyMatch(c -> c.status().equals(status))) {
                return status;
            }
        }
        return "passing";
    }

    private String painted(String status) {
        return switch (status) {
            case "passing" -> output().good(status);
            case "warning" -> output().wary(status);
            default -> output().bad(status);
        };
    }
}
