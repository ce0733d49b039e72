package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover registry}: what operators do with the registry. */
@Command(
        name = "registry",
        description = "Look into the registry, and move what a Consul holds into it.",
        footer = {
            "",
            "Examples:",
            "  drover registry services",
            "  drover registry service web",
            "  drover registry get shop/currency",
            "  drover registry import --from http://127.0.0.1:8500 --dry-run"
        },
        subcommands = {
            RegistryServices.class,
            RegistryService.class,
            RegistryKeys.class,
            RegistryGet.class,
            RegistryImport.class
        })
final class Registry extends DroverCommand {
    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.BAD_INPUT,
                "drover: registry what? (expected: services, service, keys, get or import)\n  fix: see drover registry --help");
    }
}
