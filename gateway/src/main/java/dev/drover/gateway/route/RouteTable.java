package dev.drover.gateway.route;

import dev.drover.gateway.answer.FixedAnswers;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Template;
import dev.drover.model.Model;
import dev.drover.model.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes of a model, compiled: a tree over path segments for each host that is named, holding every route that this host could
 * match. A request looks up its host once (exact name, else the longest wildcard, else the tree of routes without host) and walks
 * one tree. Immutable and shared by all event loops.
 */
public final class RouteTable {
    private static final byte[] ASTERISK = {'*'};
    private static final List<String> USUAL = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final List<CompiledRoute> routes;
    private final ByteTable<Tree> exact;
    private final ByteTable<Tree> wildcards;
    private final boolean hasWildcards;
    private final Tree anyHost;

    private RouteTable(List<CompiledRoute> routes) {
        this.routes = routes;
        var exactTrees = new LinkedHashMap<String, Tree>();
        var wildcardTrees = new LinkedHashMap<String, Tree>();
        for (Route.Host host : hosts(routes)) {
            Map<String, Tree> into = host.wildcard() ? wildcardTrees : exactTrees;
            into.put(
                    host.name(),
                    Tree.of(routes.stream().filter(r -> covers(r, host)).toList()));
        }
        this.exact = new ByteTable<>(exactTrees);
        this.wildcards = new ByteTable<>(wildcardTrees);
        this.hasWildcards = !wildcardTrees.isEmpty();
        this.anyHost = Tree.of(
                routes.stream().filter(r -> r.route().match().host().isEmpty()).toList());
    }

    public static RouteTable of(Model model) {
        List<String> services = List.copyOf(model.services().keySet());
        var compiled = new ArrayList<CompiledRoute>();
        for (Route route : model.routes()) {
            compiled.add(new CompiledRoute(route, compiled.size(), destination(route, services)));
        }
        return new RouteTable(List.copyOf(compiled));
    }

    private static Destination destination(Route route, List<String> services) {
        return switch (route.target()) {
            case Route.Target.To(String service) -> new Destination.Service(services.indexOf(service));
            case Route.Target.Split split ->
                new Destination.Shares(new Split(
                        split.weights().keySet().stream().map(services::indexOf).toList(),
                        List.copyOf(split.weights().values())));
            case Route.Target.Redirect(int status, String location) ->
                new Destination.Elsewhere(
                        status,
                        Template.of(
                                location, CompiledRoute.variables(route.match().path())));
            case Route.Target.Respond respond ->
                new Destination.Fixed(
                        new Outcome.Respond(FixedAnswers.of(respond.response(), route.responseHeaders())));
        };
    }

    private static Set<Route.Host> hosts(List<CompiledRoute> routes) {
        var hosts = new LinkedHashSet<Route.Host>();
        routes.forEach(r -> r.route().match().host().ifPresent(hosts::add));
        return hosts;
    }

    private static boolean covers(CompiledRoute route, Route.Host host) {
        Optional<Route.Host> declared = route.route().match().host();
        return declared.isEmpty() || declared.get().equals(host) || below(declared.get(), host);
    }

    private static boolean below(Route.Host wildcard, Route.Host host) {
        return wildcard.wildcard() && host.name().endsWith("." + wildcard.name());
    }

    /** The first route in the file whose match holds; its variables are left in the notes. Null if none does. */
    public @Nullable CompiledRoute find(Request request, Walk walk) {
        walk.take(request);
        CompiledRoute found = tree(walk).find(request, walk, 0);
        if (found != null) {
            found.bind(walk, request.notes());
        }
        return found;
    }

    /** Methods of routes that would match but for the method; empty if the path is unknown. Not on the hot path. */
    public Set<String> allowed(Request request, Walk walk) {
        walk.take(request);
        var candidates = new ArrayList<CompiledRoute>();
        tree(walk).collect(walk, 0, candidates);
        var methods = new TreeSet<String>();
        candidates.stream()
                .filter(c -> c.conditions().othersHold(request))
                .forEach(c -> methods.addAll(c.conditions().methods()));
        return methods;
    }

    /**
     * Methods that are served where this request asks, whatever its own; all usual ones where a route names none. Of {@code *} those
     * of all routes. Empty if the path is unknown. Not on the hot path.
     */
    public Set<String> methods(Request request, Walk walk) {
        walk.take(request);
        List<CompiledRoute> candidates = new ArrayList<>();
        if (request.path().contentEquals(ASTERISK)) {
            candidates = routes;
        } else {
            tree(walk).collect(walk, 0, candidates);
            candidates.removeIf(c -> !c.conditions().othersHold(request));
        }
        var methods = new TreeSet<String>();
        for (CompiledRoute one : candidates) {
            List<String> named = one.conditions().methods();
            methods.addAll(named.isEmpty() ? USUAL : named);
        }
        return methods;
    }

    private Tree tree(Walk walk) {
        Tree tree = exact.get(walk.host, 0, walk.hostLength, ByteTable.hash(walk.host, 0, walk.hostLength));
        if (tree == null && hasWildcards) {
            tree = wildcard(walk);
        }
        return tree == null ? anyHost : tree;
    }

    /** The longest suffix behind a dot, with at least one character before it. */
    private @Nullable Tree wildcard(Walk walk) {
        for (int i = 1; i < walk.hostLength; i++) {
            if (walk.host[i] == '.') {
                int hash = ByteTable.hash(walk.host, i + 1, walk.hostLength);
                Tree tree = wildcards.get(walk.host, i + 1, walk.hostLength, hash);
                if (tree != null) {
                    return tree;
                }
            }
        }
        return null;
    }

    public List<CompiledRoute> routes() {
        return routes;
    }
}
