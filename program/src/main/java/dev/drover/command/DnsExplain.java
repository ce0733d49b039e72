package dev.drover.command;

import dev.drover.dns.plane.DeclaredNames;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.plane.control.Refused;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover dns explain}: why a client is sent where it is. */
@Command(
        name = "explain",
        description = "Say what a name is answered for a client, step by step, and what each step took away and why.",
        footer = {
            "",
            "Examples:",
            "  drover dns explain shop.example.com --client 203.0.113.7     asks the running node",
            "  drover dns explain shop.example.com --resolver 192.0.2.53    a resolver that tells nothing of its clients",
            "  drover dns explain shop.example.com --type AAAA drover.yaml  of a file, without a node",
            "",
            "A client without a prefix is told as resolvers do it: 24 bits of IPv4, 56 of IPv6. A file does not tell",
            "which instances are healthy: all that it declares are taken to be."
        })
final class DnsExplain extends AskingCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Such as shop.example.com.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "Ask this file, not the running node.")
    private @Nullable Path file;

    @Option(names = "--type", paramLabel = "TYPE", description = "Type of records; A unless told.")
    private String type = "A";

    @Option(names = "--client", paramLabel = "ADDRESS[/BITS]", description = "The client, as its resolver tells of it.")
    private @Nullable String client;

    @Option(names = "--resolver", paramLabel = "ADDRESS", description = "Who asks; this machine unless told.")
    private @Nullable String resolver;

    @Override
    public Integer call() throws Failure {
        var query = new NameQuery(name, type, client, resolver);
        Naming naming = file == null ? client().post("/v1/dns/explain", query, Naming.class) : ofFile(file, query);
        if (json()) {
            printJson(naming);
        } else {
            output().out().print(text(naming));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private static Naming ofFile(Path asked, NameQuery query) throws Failure {
        try {
            return DeclaredNames.explain(DroverFile.sound(asked).model(), query, Instant.now());
        } catch (Refused e) {
            String details = String.join("\n", e.problems());
            throw new Failure(
                    ExitCode.BAD_INPUT, (details.isEmpty() ? "" : details + "\n") + "drover: " + e.getMessage());
        }
    }

    private String text(Naming naming) {
        var text = new StringBuilder();
        String zone = naming.zone() == null ? "no zone of ours" : "zone " + naming.zone() + ", " + naming.at();
        text.append(output().strong(naming.name() + " " + naming.type()))
                .append("  ")
                .append(output().faint(zone))
                .append('\n');
        Naming.Chain chain = naming.chain();
        if (chain != null) {
            text.append("  for  ").append(chain.client()).append("\n\n");
            text.append(candidates(chain.candidates()))
                    .append('\n')
                    .append(steps(chain.steps()))
                    .append('\n');
        }
        boolean sound = naming.rcode().equals("NOERROR");
        text.append("answer  ").append(sound ? output().good(naming.rcode()) : output().bad(naming.rcode()));
        text.append(naming.answer().isEmpty() && sound ? ", no records of this type\n" : "\n");
        naming.answer().forEach(line -> text.append("  ").append(line).append('\n'));
        if (naming.answer().isEmpty()) {
            naming.authority()
                    .forEach(line ->
                            text.append("  ").append(output().faint(line)).append('\n'));
        }
        if (chain != null) {
            String holds = chain.scope() == 0 ? "everybody" : "the first " + chain.scope() + " bits of the address";
            text.append("\n  holds for     ").append(holds).append('\n');
            text.append("  stale at most ").append(chain.staleness()).append('\n');
        }
        return text.toString();
    }

    private String candidates(List<Naming.Candidate> candidates) {
        var table = new Table("  ");
        for (Naming.Candidate one : candidates) {
            String up = one.up() ? output().good("up") : output().bad("down");
            table.row(one.name(), up, String.join(" ", one.addresses()), output().faint(one.why()));
        }
        return candidates.isEmpty() ? "  no candidates\n" : table.text();
    }

    private String steps(List<Naming.Step> steps) {
        var table = new Table("  ");
        for (Naming.Step step : steps) {
            String kept = step.kept().isEmpty() ? output().bad("nobody") : String.join(", ", step.kept());
            table.row(output().strong(step.step()), "keeps " + kept, output().faint(step.note()));
            for (Naming.Removed gone : step.removed()) {
                table.row("", "- " + gone.name(), output().faint(gone.why()));
            }
        }
        return table.text();
    }
}
