package dev.drover.command;

import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover apply}: puts a file in force on the running node, and on all that share its registry. */
@Command(
        name = "apply",
        description =
                "Put a file in force on the running node, without dropping a connection; on all nodes that share its "
                        + "registry, of which each says whether it runs it.",
        footer = {
            "",
            "Examples:",
            "  drover apply examples/shop",
            "  drover apply --confirm-within 60s shop.yaml    comes back by itself unless: drover confirm"
        })
final class Apply extends AskingCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "File or folder; ./drover.yaml unless told.")
    private @Nullable Path file;

    @Option(
            names = "--confirm-within",
            paramLabel = "TIME",
            description = "What ran before comes back by itself unless drover confirm is typed in time, such as 60s.")
    private @Nullable String confirmWithin;

    @Mixin
    private AnswerOptions answers = new AnswerOptions();

    @Override
    public Integer call() throws Failure {
        Duration limit = confirmWithin == null ? null : Times.span(confirmWithin);
        Duration patience = answers.patience();
        var sound = DroverFile.sound(DroverFile.orHere(file));
        Source source = DroverFile.source(sound.sources());
        NodeClient client = client();
        Long base = null;
        if (!json()) {
            sound.warnings().forEach(w -> say(output().wary("warning: ") + w));
            Proposal proposal = client.post("/v1/plan", source, Proposal.class);
            base = proposal.base();
            print(proposal.changed() ? proposal.text().stripTrailing() : "nothing changes");
        }
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("author", author());
        parameters.put("confirm-within", limit == null ? null : Long.toString(limit.toSeconds()));
        parameters.put("base", base == null || base == 0 ? null : base.toString());
        Version version = client.post(NodeClient.path("/v1/apply", parameters), source, Version.class);
        if (!json()) {
            print(output().good("applied") + " as generation " + version.generation());
            if (version.confirmBy() != null) {
                print("comes back by itself at " + Times.precise(version.confirmBy(), output().zone())
                        + " unless you type: drover confirm");
            }
        }
        return new Everywhere(client, patience).finish(this, version);
    }
}
