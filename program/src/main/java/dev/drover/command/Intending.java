package dev.drover.command;

import dev.drover.plane.control.Control.Wish;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that sets what is wanted of instances, or of the node. */
abstract class Intending extends AskingCommand {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read drover explain.")
    private String reason = "";

    /** How many instances it concerned. */
    record Concerned(int instances) {}

    /** @param aimed null is the node itself */
    int intend(@Nullable Aimed aimed, Wish wish) throws Failure {
        var body = new HashMap<String, @Nullable String>();
        body.put("service", aimed == null ? null : aimed.service());
        body.put("instance", aimed == null ? null : aimed.instance());
        body.put("wish", wish.name());
        body.put("reason", reason);
        String path = NodeClient.path("/v1/intent", Map.of("author", author()));
        Concerned concerned = client().post(path, body, Concerned.class);
        if (json()) {
            printJson(concerned);
            return ExitCode.DONE;
        }
        String words = wish.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (aimed == null) {
            print("this node: " + words + "; "
                    + (wish == Wish.DRAINING
                            ? "/readyz answers 503, and clients are told to come back on another connection; new ones are served on"
                            : "/readyz answers 200, and clients may keep their connections"));
        } else {
            print(aimed + ": " + words + " (" + concerned.instances()
                    + (concerned.instances() == 1 ? " instance)" : " instances)"));
        }
        return ExitCode.DONE;
    }

    /** The node, or what is named: exactly one of the two. */
    static @Nullable Aimed aim(boolean node, @Nullable String what) throws Failure {
        if (node == (what != null)) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: name a SERVICE[/INSTANCE], or --node for this node");
        }
        return what == null ? null : Aimed.parse(what);
    }
}
