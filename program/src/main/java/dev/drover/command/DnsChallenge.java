package dev.drover.command;

import dev.drover.plane.control.Challenge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover dns challenge}: what certification authorities look for before they give out a certificate. */
@Command(
        name = "challenge",
        description =
                "Answer _acme-challenge.NAME with a TXT record for a while, as ACME clients need it (dns-01); or list what is answered.",
        footer = {
            "",
            "Examples:",
            "  drover dns challenge www.example.com LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0",
            "  drover dns challenge www.example.com --remove",
            "  drover dns challenge",
            "  certbot certonly --manual --preferred-challenges dns -d www.example.com \\",
            "    --manual-auth-hook '/opt/drover/packaging/acme-hook put' \\",
            "    --manual-cleanup-hook '/opt/drover/packaging/acme-hook remove'",
            "",
            "NAME may begin with _acme-challenge. A name may have 16 values: a wildcard's certificate needs one more."
        })
final class DnsChallenge extends AskingCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Lists all without one.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            parameterConsumer = AsItComes.class,
            paramLabel = "VALUE",
            description = "What the ACME client says: 43 characters.")
    private @Nullable String value;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Ends by itself after that; 1h unless told, 24h at most.")
    private @Nullable String span;

    @Option(names = "--remove", description = "Ends it now: this value, or all of the name.")
    private boolean remove;

    /** Whatever it begins with: a value may begin as an option does. */
    static final class AsItComes implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec parameter, CommandSpec spec) {
            if (!args.isEmpty()) {
                parameter.setValue(args.pop());
            }
        }
    }

    /** One value of 64 begins with a dash. */
    @Spec
    void parsedBy(CommandSpec spec) {
        spec.parser().unmatchedOptionsArePositionalParams(true).posixClusteredShortOptionsAllowed(false);
    }

    @Override
    public Integer call() throws Failure {
        if (name == null) {
            if (remove || span != null) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        "drover: which name? (expected: NAME)\n  fix: see drover dns challenge --help");
            }
            list();
            return ExitCode.DONE;
        }
        if (remove && span != null) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --for and --remove do not go together\n  fix: see drover dns challenge --help");
        }
        Long seconds = span == null ? null : Long.valueOf(Times.span(span).toSeconds());
        Challenge.Done done = client().post(
                        NodeClient.path("/v1/dns/challenges", Map.of("author", author())),
                        new Challenge.Wish(name, value, seconds, remove),
                        Challenge.Done.class);
        if (json()) {
            printJson(done);
        } else {
            print(done.done());
            done.warnings().forEach(warning -> say(output().wary("warning: " + warning)));
        }
        return ExitCode.DONE;
    }

    private void list() throws Failure {
        List<Challenge> all = List.of(client().get("/v1/dns/challenges", Challenge[].class));
        if (json()) {
            printJson(all);
            return;
        }
        Instant now = Instant.now();
        var table = new Table("");
        for (Challenge one : all) {
            table.row(
                    one.name(),
                    one.value(),
                    "by " + one.by() + " at " + one.node(),
                    Times.since(one.since(), now) + " ago",
                    "until " + Times.at(one.until(), now, output().zone()),
                    output().faint(one.shared() ? "all nodes" : "this node alone"));
        }
        if (all.isEmpty()) {
            say("nothing is answered to certification authorities now");
        }
        print(table);
    }
}
