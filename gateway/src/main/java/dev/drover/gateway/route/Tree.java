package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.model.PathPattern.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree over path segments. Each node holds the routes that end there; of all that match, the one written first wins, so a walk
 * visits every branch that could still hold an earlier one and no other.
 */
final class Tree {
    private final @Nullable ByteTable<Tree> literals;
    private final @Nullable Tree variable;
    private final CompiledRoute[] exact;
    private final CompiledRoute[] below;

    /** Lowest place in the file of any route in this tree. */
    private final int first;

    private Tree(
            @Nullable ByteTable<Tree> literals,
            @Nullable Tree variable,
            List<CompiledRoute> exact,
            List<CompiledRoute> below,
            int first) {
        this.literals = literals;
        this.variable = variable;
        this.exact = exact.toArray(CompiledRoute[]::new);
        this.below = below.toArray(CompiledRoute[]::new);
        this.first = first;
    }

    /** Of routes in the order of the file. */
    static Tree of(List<CompiledRoute> routes) {
        return of(routes, 0);
    }

    private static Tree of(List<CompiledRoute> routes, int depth) {
        var literals = new LinkedHashMap<String, List<CompiledRoute>>();
        var variable = new ArrayList<CompiledRoute>();
        var exact = new ArrayList<CompiledRoute>();
        var below = new ArrayList<CompiledRoute>();
        int first = Integer.MAX_VALUE;
        for (CompiledRoute route : routes) {
            first = Math.min(first, route.place());
            if (depth == route.segments().size()) {
                exact.add(route);
                continue;
            }
            switch (route.segments().get(depth)) {
                case Segment.Literal literal ->
                    literals.computeIfAbsent(literal.text(), t -> new ArrayList<>())
                            .add(route);
                case Segment.Variable v -> variable.add(route);
                case Segment.Rest rest -> below.add(route);
            }
        }
        return new Tree(
                literals.isEmpty() ? null : new ByteTable<>(children(literals, depth)),
                variable.isEmpty() ? null : of(variable, depth + 1),
                exact,
                below,
                first);
    }

    private static Map<String, Tree> children(Map<String, List<CompiledRoute>> literals, int depth) {
        var children = new LinkedHashMap<String, Tree>();
        literals.forEach((text, routes) -> children.put(text, of(routes, depth + 1)));
        return children;
    }

    /** Finds the earliest match below this node; {@code walk.best} holds its place. */
    @Nullable
    CompiledRoute find(Request request, Walk walk, int depth) {
        if (first >= walk.best) {
            return null;
        }
        CompiledRoute found = among(below, request, walk);
        if (depth == walk.segments) {
            return walk.cutShort() ? found : later(among(exact, request, walk), found);
        }
        if (literals != null) {
            Tree next = literals.get(walk.path, walk.start[depth], walk.end[depth], walk.hash[depth]);
            if (next != null) {
                found = later(next.find(request, walk, depth + 1), found);
            }
        }
        if (variable != null && walk.end[depth] > walk.start[depth]) {
            found = later(variable.find(request, walk, depth + 1), found);
        }
        return found;
    }

    /** What was found later is earlier in the file: a walk only reports what beats its best. */
    private static @Nullable CompiledRoute later(@Nullable CompiledRoute newer, @Nullable CompiledRoute older) {
        return newer != null ? newer : older;
    }

    private static @Nullable CompiledRoute among(CompiledRoute[] routes, Request request, Walk walk) {
        for (CompiledRoute route : routes) {
            if (route.place() >= walk.best) {
                return null;
            }
            if (route.conditions().hold(request)) {
                walk.best = route.place();
                return route;
            }
        }
        return null;
    }

    /** All routes whose path matches, whatever their conditions say, in no order: for 405. */
    void collect(Walk walk, int depth, List<CompiledRoute> into) {
        into.addAll(List.of(below));
        if (depth == walk.segments) {
            if (!walk.cutShort()) {
                into.addAll(List.of(exact));
            }
            return;
        }
        Tree next =
                literals == null ? null : literals.get(walk.path, walk.start[depth], walk.end[depth], walk.hash[depth]);
        if (next != null) {
            next.collect(walk, depth + 1, into);
        }
        if (variable != null && walk.end[depth] > walk.start[depth]) {
            variable.collect(walk, depth + 1, into);
        }
    }
}
