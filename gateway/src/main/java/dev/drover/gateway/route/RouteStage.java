package dev.drover.gateway.route;

import dev.drover.gateway.answer.Problems;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Outcome;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Stage;
import java.util.Map;
import java.util.Set;

/** Finds the route, or says that there is none. */
public final class RouteStage implements Stage {
    private final Walk walk = new Walk();
    private RouteTable table;

    public RouteStage(RouteTable table) {
        this.table = table;
    }

    /** From the next request on. */
    public void use(RouteTable newer) {
        table = newer;
    }

    @Override
    public Outcome handle(Request request) {
        if (LastHop.concerns(request.method())) {
            Outcome ours = LastHop.judge(request, table, walk);
            if (ours != Outcome.CONTINUE) {
                return ours;
            }
        }
        CompiledRoute found = table.find(request, walk);
        if (found == null) {
            return new Outcome.Respond(unknown(request));
        }
        request.notes().routed(found);
        return Outcome.CONTINUE;
    }

    /** RFC 9110 sections 15.5.5 and 15.5.6. */
    private Answer unknown(Request request) {
        Set<String> allowed = table.allowed(request, walk);
        String id = request.notes().trace().requestId();
        return allowed.isEmpty()
                ? Problems.of(404, "No route leads there.", id)
                : Problems.of(
                        405,
                        "Allowed here: " + String.join(", ", allowed) + ".",
                        id,
                        Map.of("Allow", String.join(", ", allowed)));
    }
}
