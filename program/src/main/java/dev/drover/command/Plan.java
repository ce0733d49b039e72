package dev.drover.command;

import dev.drover.plane.control.Proposal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover plan}: what a file would change on the running node. */
@Command(
        name = "plan",
        description = "Show what applying a file would change on the running node. Changes nothing.",
        footer = {"", "Examples:", "  drover plan examples/shop", "  drover plan --json shop.yaml"})
final class Plan extends AskingCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "File or folder; ./drover.yaml unless told.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Failure {
        var sound = DroverFile.sound(DroverFile.orHere(file));
        Proposal proposal = client().post("/v1/plan", DroverFile.source(sound.sources()), Proposal.class);
        if (json()) {
            printJson(proposal);
            return ExitCode.DONE;
        }
        sound.warnings().forEach(w -> say(output().wary("warning: ") + w));
        print(proposal.changed() ? proposal.text().stripTrailing() : "nothing would change");
        return ExitCode.DONE;
    }
}
