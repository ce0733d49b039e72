package dev.drover.gateway.service;

import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.policy.balance.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles the tables of all services for a model and a snapshot; what did not change since the last time is taken over as it is,
 * and a service keeps what it balances by as long as the same instances are in service.
 * One thread at a time.
 */
public final class ServiceTables {
    private final Tokens tokens;
    private final Map<String, ConcurrencyCap> caps = new HashMap<>();
    private Map<String, ServiceTable> last = Map.of();

    public ServiceTables(Tokens tokens) {
        this.tokens = tokens;
    }

    /** In the order of the model. */
    public List<ServiceTable> compile(Model model, Snapshot snapshot) {
        var next = new HashMap<String, ServiceTable>();
        var ordered = new ArrayList<ServiceTable>();
        for (Service service : model.services().values()) {
            ServiceTable table =
                    compile(service, snapshot.service(service.name()).orElseGet(() -> lastKnown(service.name())));
            next.put(service.name(), table);
            ordered.add(table);
        }
        caps.keySet().retainAll(next.keySet());
        last = next;
        return List.copyOf(ordered);
    }

    /**
     * A service that the model has and the board does not: just declared, or just about to be undeclared. What served it goes on
     * until the model that has it no longer is in force.
     */
    private ServiceState lastKnown(String service) {
        ServiceTable old = last.get(service);
        return old == null ? ServiceState.of(service, List.of()) : old.state();
    }

    private ServiceTable compile(Service service, ServiceState state) {
        ConcurrencyCap cap = caps.computeIfAbsent(service.name(), n -> new ConcurrencyCap());
        cap.limit(
                service.concurrency().orElse(ConcurrencyCap.NONE),
                service.pending().limit());
        ServiceTable old = last.get(service.name());
        if (old != null && old.service().equals(service)) {
            if (old.state() == state) {
                return old;
            }
            if (old.isServedAlike(state)) {
                return old.with(state);
            }
        }
        return ServiceTable.of(service, state, tokens, cap);
    }
}
