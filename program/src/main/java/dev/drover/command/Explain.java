package dev.drover.command;

import dev.drover.plane.control.Explanation;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover explain}: everything known of a service, with its past. */
@Command(
        name = "explain",
        description =
                "Explain the health of a service: what is measured, what is wanted, what each plane does, and since when.",
        footer = {
            "",
            "Examples:",
            "  drover explain catalog",
            "  drover explain catalog/catalog-1",
            "  drover explain catalog --all | less",
            "  drover explain --json catalog"
        })
final class Explain extends AskingCommand {
    @Parameters(paramLabel = "SERVICE[/INSTANCE]", description = "A service, or one instance of it.")
    private String what = "";

    @Option(
            names = "--all",
            description = "Tell of every instance; of more than " + Story.FEW
                    + ", only the worst that are not plainly up are told of otherwise.")
    private boolean all;

    @Override
    public Integer call() throws Failure {
        Aimed aimed = Aimed.parse(what);
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("service", aimed.service());
        parameters.put("instance", aimed.instance());
        parameters.put("most", all || json() ? null : String.valueOf(Story.FEW));
        Explanation told = client().get(NodeClient.path("/v1/explain", parameters), Explanation.class);
        if (json()) {
            printJson(told);
        } else {
            output().out().print(new Story(output(), Instant.now(), all).explain(told));
            output().out().flush();
        }
        return ExitCode.DONE;
    }
}
