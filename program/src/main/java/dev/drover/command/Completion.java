package dev.drover.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover completion}: what shells need to complete commands. */
@Command(
        name = "completion",
        description = "Print what a shell needs to complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(drover completion bash)",
            "  drover completion bash > /etc/bash_completion.d/drover",
            "  source <(drover completion zsh)"
        })
final class Completion extends DroverCommand {
    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "bash|zsh", description = "Which shell; bash unless told.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        String script = AutoComplete.bash("drover", root);
        print(shell == Shell.ZSH ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
        return ExitCode.DONE;
    }
}
