package dev.drover.gateway.route;

import dev.drover.gateway.stage.FieldChanges;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Routed;
import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route made ready: its conditions, where it goes, and what it changes. Immutable and shared by all event loops. */
public final class CompiledRoute implements Routed {
    private final Route route;
    private final int place;
    private final List<Segment> segments;
    private final int[] variableDepths;
    private final boolean hasRest;
    private final Conditions conditions;
    private final Destination destination;
    private final @Nullable Rewriting rewriting;
    private final FieldChanges requestChanges;
    private final FieldChanges responseChanges;

    CompiledRoute(Route route, int place, Destination destination) {
        this.route = route;
        this.place = place;
        this.segments = canonical(route.match().path());
        this.variableDepths = depths(segments);
        this.hasRest = !segments.isEmpty() && segments.getLast() instanceof Segment.Rest;
        this.conditions = new Conditions(route.match());
        this.destination = destination;
        this.rewriting = route.rewrite()
                .map(r -> Rewriting.of(
                        r, route.match().path(), variables(route.match().path())))
                .orElse(null);
        this.requestChanges = FieldChanges.of(route.requestHeaders());
        this.responseChanges = FieldChanges.of(route.responseHeaders());
    }

    /** The root path is one empty segment, as every path is what stands between its slashes. */
    static List<Segment> canonical(PathPattern pattern) {
        return pattern.segments().isEmpty() ? List.of(new Segment.Literal("")) : pattern.segments();
    }

    /** Names that a rewrite or a redirect may use, in the order in which {@link #bind} keeps their values. */
    static List<String> variables(PathPattern pattern) {
        var names = new ArrayList<String>();
        for (Segment segment : pattern.segments()) {
            switch (segment) {
                case Segment.Literal literal -> {}
                case Segment.Variable variable -> names.add(variable.name());
                case Segment.Rest rest -> names.add("rest");
            }
        }
        return names;
    }

    private static int[] depths(List<Segment> segments) {
        return java.util.stream.IntStream.range(0, segments.size())
                .filter(i -> segments.get(i) instanceof Segment.Variable)
                .toArray();
    }

    /** Leaves in the notes where the named segments of the walked path are. */
    void bind(Walk walk, Notes notes) {
        for (int i = 0; i < variableDepths.length; i++) {
            int depth = variableDepths[i];
            notes.variable(i, walk.start[depth], walk.end[depth]);
        }
        if (hasRest) {
            notes.variable(variableDepths.length, walk.restStart(segments.size() - 1), walk.pathLength);
        }
    }

    public Route route() {
        return route;
    }

    /** Place in the order of the file. */
    public int place() {
        return place;
    }

    public Destination destination() {
        return destination;
    }

    List<Segment> segments() {
        return segments;
    }

    Conditions conditions() {
        return conditions;
    }

    @Override
    public String name() {
        return route.name();
    }

    @Override
    public long requestSize() {
        return route.requestSize();
    }

    @Override
    public boolean rewrites() {
        return rewriting != null;
    }

    @Override
    public void writePath(Request request, ByteBuf out) {
        if (rewriting != null) {
            rewriting.write(request, out);
        }
    }

    @Override
    public FieldChanges requestChanges() {
        return requestChanges;
    }

    @Override
    public FieldChanges responseChanges() {
        return responseChanges;
    }
}
