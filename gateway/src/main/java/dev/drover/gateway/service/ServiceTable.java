package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.ServiceState;
import dev.drover.gateway.answer.FixedAnswers;
import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.Patience;
import dev.drover.gateway.stage.Upstream;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.policy.balance.Balancing;
import dev.drover.policy.balance.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * One service in one generation: everything about it that does not change per request. Immutable; shared by all event loops.
 *
 * @param state what the board says
 * @param maintenance given when all instances measure down, if declared
 * @param cap shared by all tables of the service, older and newer
 */
public record ServiceTable(
        Service service,
        ServiceState state,
        Balancing balancing,
        Patience patience,
        @Nullable Answer maintenance,
        ConcurrencyCap cap) {

    static ServiceTable of(Service service, ServiceState state, Tokens tokens, ConcurrencyCap cap) {
        Service.Timeouts limits = service.timeouts();
        return new ServiceTable(
                service,
                state,
                Balancing.compile(service, state, tokens),
                new Patience(
                        limits.connect().toMillis(),
                        limits.head().toMillis(),
                        limits.idle().toMillis(),
                        limits.total().toMillis()),
                maintenance(service.health().allDown()),
                cap);
    }

    private static @Nullable Answer maintenance(Health.AllDown declared) {
        return switch (declared) {
            case Health.AllDown.ServeAll all -> null;
            case Health.AllDown.Respond respond -> FixedAnswers.of(respond.response(), Route.HeaderChanges.none());
        };
    }

    /** Requests that wait for a place under the cap now. */
    public int waiting() {
        return cap.waiting();
    }

    /** True: nobody is asked, the declared answer is given. */
    boolean isInMaintenance() {
        return maintenance != null && state.mode() == ServiceState.Mode.ALL_DOWN;
    }

    /** How one of {@code loops} event loops reaches an instance: caps of the node are shared out among the loops. */
    Upstream.Spec reach(Instance instance, int loops) {
        return new Upstream.Spec(
                instance.id(),
                instance.address(),
                host(instance),
                Math.ceilDiv(service.connections(), loops),
                Math.ceilDiv(service.pending().limit(), loops),
                service.pending().timeout().toMillis(),
                service.tls());
    }

    /** The declared host where there is one: a name that was resolved is what a certificate is made out to. */
    private String host(Instance instance) {
        String origin = instance.origin();
        int port = origin.lastIndexOf(':');
        if (service.instances() instanceof Instances.Addresses && port > 0) {
            boolean bracketed = origin.charAt(0) == '[' && origin.charAt(port - 1) == ']';
            return bracketed ? origin.substring(1, port - 1) : origin.substring(0, port);
        }
        return instance.address().getAddress().getHostAddress();
    }
}
