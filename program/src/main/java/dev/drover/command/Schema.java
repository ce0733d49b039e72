package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover schema}: the JSON Schema of drover.yaml. */
@Command(
        name = "schema",
        description = "Print the JSON Schema (2020-12) of drover.yaml, for editors.",
        footer = {
            "",
            "Examples:",
            "  drover schema > drover.schema.json",
            "",
            "First line of drover.yaml for editors with the YAML language server:",
            "  # yaml-language-server: $schema=drover.schema.json"
        })
final class Schema extends DroverCommand {
    @Override
    public Integer call() {
        print(dev.drover.model.keys.Schema.text());
        return ExitCode.DONE;
    }
}
