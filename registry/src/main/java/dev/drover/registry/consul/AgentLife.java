package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.plane.NodeLife;
import dev.drover.plane.control.Refused;
import java.util.function.Supplier;

/**
 * {@code /v1/agent/reload}, {@code leave} and {@code force-leave}: as {@code drover apply} of the file that is in force, as {@code drover stop},
 * and as {@code drover leave NODE}. All change the whole node, whose own API asks everybody for a token; so these ask for one, too, also where the rest of the registry does not.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent#reload-agent">Consul: reload, leave</a>
 */
final class AgentLife {
    private static final String BY = "the registry's API";

    private final Context context;
    private final Supplier<NodeLife> life;

    AgentLife(Context context, Supplier<NodeLife> life) {
        this.context = context;
        this.life = life;
    }

    void register(Paths paths) {
        paths.put("/v1/agent/reload", this::reload)
                .put("/v1/agent/leave", this::leave)
                .put("/v1/agent/force-leave/", this::forceLeave);
    }

    private Answer reload(Call call) throws Refusal, InterruptedException {
        demand(call, "./drover apply FILE");
        try {
            life.get().reload(BY);
            return Answer.done();
        } catch (Refused e) {
            String problems = String.join("\n", e.problems());
            throw Refusal.failed("failed to reload: " + e.getMessage() + (problems.isEmpty() ? "" : "\n" + problems));
        }
    }

    private Answer leave(Call call) throws Refusal {
        demand(call, "./drover stop");
        life.get().end(BY);
        return Answer.done();
    }

    /** Consul asks for a token that may write {@code operator}; so does this. */
    private Answer forceLeave(Call call) throws Refusal {
        String node = call.named("Missing node name");
        declared(call, "./drover leave " + node);
        call.permit().demand(call.permit().rights().mayWriteOperator());
        try {
            context.servers().forceLeave(node);
            return Answer.done();
        } catch (Refused e) {
            throw Refusal.failed("agent: " + e.getMessage());
        }
    }

    private void demand(Call call, String instead) throws Refusal {
        declared(call, instead);
        call.permit().write(Kind.AGENTS, context.home().name());
    }

    private static void declared(Call call, String instead) throws Refusal {
        if (!call.permit().rights().areAsked()) {
            throw new Refusal(
                    403,
                    "this changes the whole node and takes a token, which nobody declared (registry.tokens in drover.yaml): "
                            + instead + " does the same");
        }
    }
}
