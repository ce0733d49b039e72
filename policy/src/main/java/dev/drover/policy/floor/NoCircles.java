package dev.drover.policy.floor;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.board.ServiceState.Mode;
import dev.drover.board.Standing;
import dev.drover.board.Standing.Verdict;
import dev.drover.model.Listener.BindAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps out instances that are this node itself, whatever is measured and whoever forces them up: a request sent to one of its
 * own listeners would go round in circles, and one to the admin API would let clients reach what only operators may. Literal
 * addresses are refused when a file is read; this is for names, which may come to mean anything while the node runs.
 */
public final class NoCircles implements UnaryOperator<ServiceState> {
    private final Supplier<List<Own>> listening;
    private final Predicate<InetAddress> machine;
    private final UnaryOperator<ServiceState> rules;

    /** An address that this node listens on, and what that is in words: {@code listener web of this node}. */
    public record Own(BindAddress address, String what) {}

    /**
     * Goes before other rules.
     *
     * @param listening where this node listens now
     * @param machine whether an address is one of the machine's own, besides loopback
     * @param rules decide on all other instances, as if these were not there
     */
    public NoCircles(Supplier<List<Own>> listening, Predicate<InetAddress> machine, UnaryOperator<ServiceState> rules) {
        this.listening = listening;
        this.machine = machine;
        this.rules = rules;
    }

    @Override
    public ServiceState apply(ServiceState state) {
        Map<InstanceId, Own> circles = circles(state);
        if (circles.isEmpty()) {
            return rules.apply(state);
        }
        List<Instance> others = state.instances().stream()
                .filter(i -> !circles.containsKey(i.id()))
                .toList();
        ServiceState decided = rules.apply(new ServiceState(state.name(), others, state.mode(), state.why()));
        var standing = new HashMap<InstanceId, Instance>();
        decided.instances().forEach(i -> standing.put(i.id(), i));
        List<Instance> all = state.instances().stream()
                .map(i -> {
                    Own own = circles.get(i.id());
                    return own == null ? Objects.requireNonNullElse(standing.get(i.id()), i) : i.with(out(own));
                })
                .toList();
        return decided.mode() == Mode.EMPTY
                ? new ServiceState(state.name(), all, Mode.EMPTY, "every instance is this node itself")
                : new ServiceState(state.name(), all, decided.mode(), decided.why());
    }

    private static Standing out(Own own) {
        return new Standing(Verdict.OUT, "it is " + own.what() + ": requests would go round in circles");
    }

    private Map<InstanceId, Own> circles(ServiceState state) {
        var byPort = new HashMap<Integer, List<Own>>();
        for (Own own : listening.get()) {
            byPort.merge(own.address().port(), List.of(own), NoCircles::both);
        }
        var circles = new HashMap<InstanceId, Own>();
        for (Instance instance : state.instances()) {
            InetSocketAddress to = instance.address();
            for (Own own : byPort.getOrDefault(to.getPort(), List.of())) {
                if (own.address().isReachedBy(to.getAddress(), to.getPort(), machine)) {
                    circles.put(instance.id(), own);
                }
            }
        }
        return circles;
    }

    private static List<Own> both(List<Own> some, List<Own> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
