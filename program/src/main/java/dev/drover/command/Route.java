package dev.drover.command;

import dev.drover.model.Model;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.RouteQuery;
import dev.drover.plane.control.Routing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover route}: who would serve a request. */
@Command(
        name = "route",
        description = "Say which route, service and instance would serve a request, and why not the others.",
        footer = {
            "",
            "Examples:",
            "  drover route GET http://localhost:8080/catalog/42             asks the running node",
            "  drover route GET http://shop.example.com/ -H \"X-Canary: yes\"",
            "  drover route GET /catalog/42 examples/shop                     of a file, without a node",
            "",
            "The client is taken to be this machine. An instance is named where the balancer leaves no choice: by hash,",
            "by a sticky cookie that -H Cookie brings, or because it has the fewest requests now. A file does not tell",
            "which instances are healthy: all that it declares are taken to be."
        })
final class Route extends AskingCommand {
    private final Program.Guide guide;

    @Parameters(index = "0", paramLabel = "METHOD", description = "Such as GET.")
    private String method = "";

    @Parameters(index = "1", paramLabel = "URL", description = "Absolute, or a path.")
    private String url = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "FILE", description = "Ask this file, not the running node.")
    private @Nullable Path file;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "\"NAME: VALUE\"",
            description = "A header field of the request.")
    private List<String> headers = new ArrayList<>();

    Route(Program.Guide guide) {
        this.guide = guide;
    }

    @Override
    public Integer call() throws Failure {
        var query = new RouteQuery(method.toUpperCase(Locale.ROOT), url, fields());
        Routing routing = file == null ? client().post("/v1/route", query, Routing.class) : ofFile(file, query);
        if (json()) {
            printJson(routing);
        } else {
            output().out().print(text(routing));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private Routing ofFile(Path asked, RouteQuery query) throws Failure {
        Model model = DroverFile.sound(asked).model();
        try {
            return guide.route(model, query);
        } catch (Refused e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + e.getMessage());
        }
    }

    private List<RouteQuery.Field> fields() throws Failure {
        var fields = new ArrayList<RouteQuery.Field>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new Failure(ExitCode.BAD_INPUT, "drover: -H " + header + " (expected: \"NAME: VALUE\")");
            }
            fields.add(new RouteQuery.Field(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip()));
        }
        if (url.startsWith("/") && fields.stream().noneMatch(f -> f.name().equalsIgnoreCase("host"))) {
            fields.add(new RouteQuery.Field("Host", "localhost"));
        }
        return fields;
    }

    private String text(Routing routing) {
        var text = new StringBuilder();
        String route = routing.route() == null ? output().bad("no route matches") : output().strong(routing.route());
        text.append(route).append(": ").append(routing.outcome()).append('\n');
        Routing.Choice choice = routing.choice();
        if (routing.service() != null) {
            text.append("  asked for  ").append(routing.upstreamPath()).append('\n');
            text.append("  chosen by  ").append(routing.balance()).append('\n');
        }
        if (choice != null) {
            text.append("  goes to    ").append(words(choice)).append('\n');
        }
        Table instances = new Table("  ");
        for (Routing.Candidate one : routing.instances()) {
            String can = one.eligible() ? output().good("can serve") : output().bad("cannot");
            boolean taken = choice != null && one.instance().equals(choice.instance());
            instances.row(taken ? "*" : "", one.instance(), one.address(), can, one.why());
        }
        text.append(instances.text()).append("\nroutes\n");
        Table routes = new Table("  ");
        for (Routing.Verdict verdict : routing.routes()) {
            boolean serves = verdict.route().equals(routing.route());
            routes.row(serves ? "*" : "", verdict.route(), verdict.at(), verdict.why());
        }
        return text.append(routes.text()).toString();
    }

    private String words(Routing.Choice choice) {
        if (choice.instance() == null) {
            return choice.why();
        }
        return output().strong(choice.instance()) + (choice.certain() ? ", " : " if it came now, ") + choice.why();
    }
}
