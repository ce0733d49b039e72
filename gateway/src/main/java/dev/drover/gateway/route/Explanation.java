package dev.drover.gateway.route;

import dev.drover.gateway.stage.Template;
import dev.drover.model.Model;
import dev.drover.model.Route;
import dev.drover.model.Where;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which route serves a request, and why not the others, in words. Pure: it needs a model and nothing that runs.
 *
 * @param chosen empty if no route matches: the answer is {@code otherwise} then
 * @param otherwise 404, 405 with the methods that are allowed; empty if a route matches
 * @param routes every route in the order of the file
 */
public record Explanation(Optional<Chosen> chosen, String otherwise, List<Verdict> routes) {
    public Explanation {
        routes = List.copyOf(routes);
    }

    /**
     * The route that serves.
     *
     * @param does such as {@code "to catalog"}, {@code "redirect 308 https://..."}, {@code "respond 200"}
     * @param service that is asked; for a split the one on which the client's address falls
     * @param upstreamPath as the upstream will see it, query included; empty where none is asked
     */
    public record Chosen(String route, Where where, String does, Optional<String> service, String upstreamPath) {}

    /** One route: whether it matches by itself, and what stands against it. */
    public record Verdict(String route, Where where, boolean matches, String why) {}

    public static Explanation of(Model model, Sketch sketch) {
        RouteTable table = RouteTable.of(model);
        var walk = new Walk();
        CompiledRoute found = table.find(sketch, walk);
        var verdicts = new ArrayList<Verdict>();
        for (Route route : model.routes()) {
            verdicts.add(verdict(route, sketch, found));
        }
        if (found == null) {
            return new Explanation(Optional.empty(), refusal(table, sketch, walk), verdicts);
        }
        return new Explanation(Optional.of(chosen(found, sketch, model)), "", verdicts);
    }

    private static String refusal(RouteTable table, Sketch sketch, Walk walk) {
        var allowed = table.allowed(sketch, walk);
        return allowed.isEmpty() ? "404 Not Found" : "405 Method Not Allowed, Allow: " + String.join(", ", allowed);
    }

    private static Verdict verdict(Route route, Sketch sketch, @Nullable CompiledRoute found) {
        Optional<String> against = Objection.to(route, sketch);
        if (against.isPresent()) {
            return new Verdict(route.name(), route.where(), false, against.get());
        }
        return new Verdict(route.name(), route.where(), true, place(route, found));
    }

    private static String place(Route route, @Nullable CompiledRoute found) {
        return found == null || found.route() == route
                ? "all conditions hold, first in the file"
                : "all conditions hold, yet " + found.name() + " (line "
                        + found.route().where().line() + ") comes first";
    }

    private static Chosen chosen(CompiledRoute found, Sketch sketch, Model model) {
        Optional<String> service = service(found, sketch, model);
        return new Chosen(
                found.name(),
                found.route().where(),
                does(found, sketch, service),
                service,
                service.isPresent() ? upstreamPath(found, sketch) : "");
    }

    private static Optional<String> service(CompiledRoute found, Sketch sketch, Model model) {
        List<String> names = List.copyOf(model.services().keySet());
        return switch (found.destination()) {
            case Destination.Service(int place) -> Optional.of(names.get(place));
            case Destination.Shares(Split split) -> Optional.of(names.get(split.pick(sketch.client())));
            case Destination.Elsewhere e -> Optional.empty();
            case Destination.Fixed f -> Optional.empty();
        };
    }

    private static String does(CompiledRoute found, Sketch sketch, Optional<String> service) {
        return switch (found.destination()) {
            case Destination.Service s -> "to " + service.orElse("");
            case Destination.Shares s ->
                "to " + service.orElse("") + ", the share of client "
                        + sketch.client().getHostAddress();
            case Destination.Elsewhere(int status, Template location) ->
                "redirect " + status + " " + text(out -> location.write(sketch, out));
            case Destination.Fixed(var respond) -> "respond " + respond.answer().status();
        };
    }

    private static String upstreamPath(CompiledRoute found, Sketch sketch) {
        String path = found.rewrites()
                ? text(out -> found.writePath(sketch, out))
                : sketch.path().string();
        return sketch.hasQuery() ? path + "?" + sketch.query().string() : path;
    }

    private static String text(java.util.function.Consumer<ByteBuf> writer) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            writer.accept(buffer);
            return buffer.toString(StandardCharsets.UTF_8);
        } finally {
            buffer.release();
        }
    }
}
