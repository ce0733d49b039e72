package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover lab}: experiments on this machine. */
@Command(
        name = "lab",
        description =
                "Experiments on this machine: make something go wrong on purpose, see whether the doctor finds it.",
        footer = {
            "",
            "Examples:",
            "  drover lab faults --list",
            "  drover lab faults --only cpu-hog --keep recordings",
            "  drover lab score recordings"
        },
        subcommands = {LabFaults.class, LabScore.class})
final class Lab extends DroverCommand {
    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.BAD_INPUT, "drover: lab what? (expected: faults or score)\n  fix: see drover lab --help");
    }
}
