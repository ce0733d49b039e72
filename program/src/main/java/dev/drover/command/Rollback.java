package dev.drover.command;

import dev.drover.plane.control.Version;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover rollback}: an earlier model again. */
@Command(
        name = "rollback",
        description = "Put an earlier model in force again, as a new generation, on all nodes that share the registry.",
        footer = {
            "",
            "Examples:",
            "  drover rollback        the one that ran before",
            "  drover rollback 3      generation 3 of drover history"
        })
final class Rollback extends AskingCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "GENERATION",
            description = "As listed by drover history; the one that ran before unless told.")
    private @Nullable Long generation;

    @Mixin
    private AnswerOptions answers = new AnswerOptions();

    @Override
    public Integer call() throws Failure {
        Duration patience = answers.patience();
        if (generation != null && generation < 1) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: generation " + generation + " (expected: 1 or more)");
        }
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("author", author());
        parameters.put("generation", generation == null ? null : generation.toString());
        NodeClient client = client();
        Version version = client.post(NodeClient.path("/v1/rollback", parameters), null, Version.class);
        if (!json()) {
            print(version.how() + ": in force as generation " + version.generation());
        }
        return new Everywhere(client, patience).finish(this, version);
    }
}
