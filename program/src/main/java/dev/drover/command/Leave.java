package dev.drover.command;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover leave}: somebody ceases to keep the registry, or is forgotten. */
@Command(
        name = "leave",
        description =
                "End the vote of this node in the registry's ensemble, or of another: it goes on as a client. One that is gone is "
                        + "forgotten, with what it registered.",
        footer = {
            "",
            "Examples:",
            "  drover leave                this node goes on without a vote",
            "  drover leave --stop         this node goes for good, with what it registered, and ends",
            "  drover leave fra-3          fra-3 is dead, or no longer in the file",
            "  drover leave 10.0.0.13      the same where no name belongs to the address any more",
            "",
            "Refused where nothing could be written then; and, but for --force, where another is missing or no loss would be borne."
        })
final class Leave extends AskingCommand {
    @Parameters(arity = "0..1", paramLabel = "NODE", description = "Name or address; this node unless told.")
    private @Nullable String node;

    @Option(names = "--force", description = "Also where another is missing, or no loss would be borne then.")
    private boolean force;

    @Option(names = "--stop", description = "This node ends, too, and is forgotten at once.")
    private boolean stop;

    @Override
    public Integer call() throws Failure {
        if (stop && node != null) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --stop is of this node alone, and " + node
                            + " was named\n  fix: type drover leave --stop on " + node);
        }
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("who", node);
        parameters.put("force", force ? "true" : null);
        parameters.put("stop", stop ? "true" : null);
        parameters.put("author", author());
        Join.Done done = client().post(NodeClient.path("/v1/members/leave", parameters), null, Join.Done.class);
        if (json()) {
            printJson(done);
        } else {
            print(done.done());
        }
        return ExitCode.DONE;
    }
}
