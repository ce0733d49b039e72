package dev.drover.command;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the running node. */
abstract class AskingCommand extends DroverCommand {
    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "Print JSON for programs; times in UTC.")
    private boolean json;

    boolean json() {
        return json;
    }

    Path data() {
        return node.data(output().environment());
    }

    NodeClient client() throws Failure {
        return NodeClient.of(data());
    }
}
