package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.Measured;
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
import java.util.List;
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

    /** The same with a newer state in which {@link #isServedAlike}. */
    ServiceTable with(ServiceState newer) {
        return new ServiceTable(service, newer, balancing, patience, maintenance, cap);
    }

    /** Who balances by the other goes on as before: the same instances are reached in the same ways. */
    boolean sendsAs(ServiceTable other) {
        return balancing == other.balancing && service == other.service;
    }

    /**
     * True if nothing in the newer state changes to whom requests go: most measurements give other words, or concern who is out
     * before and after.
     */
    boolean isServedAlike(ServiceState newer) {
        List<Instance> before = state.instances();
        List<Instance> now = newer.instances();
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!isServedAlike(before.get(i), now.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Those that are out count too: a hash ring has as many points as all weights want. */
    private boolean isServedAlike(Instance before, Instance now) {
        return before.id().equals(now.id())
                && before.weight() == now.weight()
                && before.standing().isIn() == now.standing().isIn()
                && (!now.standing().isIn()
                        || (before.address().equals(now.address())
                                && before.origin().equals(now.origin())
                                && startsAlike(before.measured(), now.measured())));
    }

    private boolean startsAlike(Measured before, Measured now) {
        return service.slowStart().isZero()
                || (before.isUp() == now.isUp() && before.since().equals(now.since()));
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
