package dev.drover.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover help}: of a command or a topic. */
@Command(
        name = "help",
        description = "Show help of a command, or of exit-codes or environment.",
        footer = {
            "",
            "Examples:",
            "  drover help",
            "  drover help apply",
            "  drover help exit-codes",
            "  drover help environment"
        })
final class Help extends DroverCommand {
    private static final String ENVIRONMENT = """
            DROVER_DATA       data folder, as --data
            DROVER_ADMIN      address of the admin API, as up --admin
            DROVER_WORKERS    event loops of the data path, as up --workers
            DROVER_NODE       name of this node, as up --node
            DROVER_LOG        what is logged and where to, as up --log
            DROVER_JAVA_OPTS  further options of the Java virtual machine, read by the script
            NO_COLOR          no colours
            XDG_STATE_HOME    where the data folder lies for accounts other than root
            """;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "A command, exit-codes or environment.")
    private @Nullable String topic;

    @Override
    public Integer call() throws Failure {
        CommandLine root = spec.root().commandLine();
        if (topic == null) {
            root.usage(output().out());
        } else if (topic.equals("exit-codes")) {
            output().out().print(ExitCode.HELP);
        } else if (topic.equals("environment")) {
            output().out().print(ENVIRONMENT);
        } else {
            CommandLine command = root.getSubcommands().get(topic);
            if (command == null) {
                throw new Failure(
                        ExitCode.BAD_INPUT, "drover: there is no command " + topic + "\n  fix: see drover help");
            }
            command.usage(output().out());
        }
        output().out().flush();
        return ExitCode.DONE;
    }
}
