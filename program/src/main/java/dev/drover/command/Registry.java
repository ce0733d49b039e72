package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover registry}: what operators do with the registry. */
@Command(
        name = "registry",
        description = "Move what another registry holds, such as Consul, into the one of this node.",
        footer = {
            "",
            "Examples:",
            "  drover registry import --from http://127.0.0.1:8500 --dry-run",
            "  drover registry import --from http://consul.internal:8500 --prefix shop/"
        },
        subcommands = {RegistryImport.class})
final class Registry extends DroverCommand {
    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.BAD_INPUT, "drover: registry what? (expected: import)\n  fix: see drover registry --help");
    }
}
