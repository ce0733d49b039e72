package dev.drover.policy.balance;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.model.Balance;
import dev.drover.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one service is balanced in one generation: everything that does not change per request. Immutable; compiled once and shared
 * by all event loops, each of which makes its own {@link Balancer} of it.
 */
public final class Balancing {
    private final Balance how;
    private final List<Instance> instances;
    private final SlowStart slowStart;
    private final @Nullable Ring ring;
    private final @Nullable TokenTable tokens;
    private final Map<InstanceId, String> tokenOf;

    private Balancing(Service service, List<Instance> instances, @Nullable Ring ring, @Nullable TokenTable tokens) {
        this.how = service.balance();
        this.instances = instances;
        this.slowStart = new SlowStart(instances, service.slowStart());
        this.ring = ring;
        this.tokens = tokens;
        this.tokenOf = new HashMap<>();
        for (int i = 0; tokens != null && i < instances.size(); i++) {
            tokenOf.put(instances.get(i).id(), tokens.token(i));
        }
    }

    /** Only instances whose standing is in take part. */
    public static Balancing compile(Service service, ServiceState state, Tokens tokens) {
        List<Instance> in =
                state.instances().stream().filter(i -> i.standing().isIn()).toList();
        return switch (service.balance()) {
            case Balance.RoundRobin r -> new Balancing(service, in, null, null);
            case Balance.LeastRequests l -> new Balancing(service, in, null, null);
            case Balance.Hash h -> new Balancing(service, in, Ring.of(in, state.instances()), null);
            case Balance.Sticky s ->
                new Balancing(
                        service,
                        in,
                        null,
                        new TokenTable(in.stream().map(i -> tokens.of(i.id())).toList()));
        };
    }

    /** In service, in the order of the board. */
    public List<Instance> instances() {
        return instances;
    }

    /** The sticky cookie's value for an instance in service; empty if the service is not sticky. */
    public Optional<String> token(InstanceId id) {
        return Optional.ofNullable(tokenOf.get(id));
    }

    /**
     * The balancer of one event loop.
     *
     * @param members called once for each instance in service
     * @param random belongs to the loop
     */
    public <M extends Member> Balancer<M> on(Function<Instance, M> members, RandomGenerator random) {
        var candidates = new Candidates<>(instances, slowStart, members);
        return switch (how) {
            case Balance.RoundRobin r -> new RoundRobin<>(candidates, random);
            case Balance.LeastRequests l -> new LeastRequests<>(candidates, random);
            case Balance.Hash h ->
                new BoundedHash<>(
                        candidates, java.util.Objects.requireNonNull(ring), new LeastRequests<>(candidates, random));
            case Balance.Sticky s ->
                new Sticky<>(
                        candidates, java.util.Objects.requireNonNull(tokens), new LeastRequests<>(candidates, random));
        };
    }
}
