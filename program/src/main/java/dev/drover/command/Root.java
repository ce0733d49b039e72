package dev.drover.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover} without a command shows what there is. */
@Command(
        name = "drover",
        description = "The front door of your services: declare them once in drover.yaml.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "First steps:",
            "  drover up examples/shop      run it",
            "  drover status                what runs, and how it is",
            "  drover help COMMAND          options and examples of a command",
            "  drover help exit-codes       how commands end"
        })
final class Root implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    private boolean version;

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        if (version) {
            line.getOut().println("drover " + ShowVersion.version());
        } else {
            line.usage(line.getOut());
        }
        line.getOut().flush();
    }
}
