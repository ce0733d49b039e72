package dev.drover.policy.floor;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.ServiceState.Mode;
import dev.drover.board.Standing;
import dev.drover.board.Standing.Verdict;
import dev.drover.model.Health;
import dev.drover.model.Model;
import dev.drover.model.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Decides the standing of every instance of a service.
 *
 * <ol>
 *   <li>What an operator wants is obeyed, whatever is measured.
 *   <li>Of the rest, those that measure up are in.
 *   <li>Those not checked yet, or still starting, are in only if none is up: a new instance proves itself while others can serve.
 *   <li>Those down or ejected are out, yet never more than {@code remove-at-most} of those that could serve. What goes beyond
 *       is kept: the ejected before those whose checks fail, and among equals the one that failed last. Who has been out for
 *       long stays out when others follow, and what fails together with many others is likelier to be well.
 *   <li>If all of them are down, all are in, or all are out where a maintenance answer is declared.
 * </ol>
 *
 * <p>The same state always gives the same decision, in words without clock times, so that deciding twice changes nothing.
 */
public final class FloorRules implements UnaryOperator<ServiceState> {
    private static final Comparator<Instance> KEPT_FIRST = Comparator.comparingInt(
                    (Instance i) -> i.measured().state() == Measured.State.EJECTED ? 0 : 1)
            .thenComparing(i -> i.measured().since(), Comparator.reverseOrder())
            .thenComparing(Instance::id);

    private final Supplier<Model> model;

    /** @param model what is in force; a service that it does not declare is decided by the defaults */
    public FloorRules(Supplier<Model> model) {
        this.model = model;
    }

    @Override
    public ServiceState apply(ServiceState state) {
        return decide(model.get().service(state.name()).map(Service::health).orElse(Health.DEFAULT), state);
    }

    public static ServiceState decide(Health health, ServiceState state) {
        if (state.instances().isEmpty()) {
            return new ServiceState(state.name(), List.of(), Mode.EMPTY, "no instance is known");
        }
        return new Decision(health, state).decided();
    }

    /** One run of the rules over one service. */
    private static final class Decision {
        private final Health health;
        private final ServiceState state;
        private final List<Instance> judged;
        private final List<Instance> failing;
        private final boolean anyUp;
        private final int forcedUp;

        Decision(Health health, ServiceState state) {
            this.health = health;
            this.state = state;
            this.judged = wished(Intent.Wish.IN_SERVICE);
            this.failing = judged.stream().filter(Decision::isFailing).toList();
            this.forcedUp = wished(Intent.Wish.FORCED_UP).size();
            this.anyUp =
                    forcedUp > 0 || judged.stream().anyMatch(i -> i.measured().isUp());
        }

        private List<Instance> wished(Intent.Wish wish) {
            return state.instances().stream()
                    .filter(i -> i.intent().wish() == wish)
                    .toList();
        }

        private static boolean isFailing(Instance instance) {
            return switch (instance.measured().state()) {
                case DOWN, EJECTED -> true;
                case UP, UNKNOWN -> false;
            };
        }

        /** Fails, or is a process that has not come up yet. */
        private boolean cannotServe(Instance instance) {
            return isFailing(instance)
                    || (instance.isManaged() && instance.measured().state() == Measured.State.UNKNOWN);
        }

        ServiceState decided() {
            if (judged.isEmpty() && forcedUp == 0) {
                return with(Set.of(), Mode.NORMAL, "every instance is drained or forced down");
            }
            if (!judged.isEmpty() && failing.size() == judged.size() && forcedUp == 0) {
                return allDown();
            }
            if (health.allDown() instanceof Health.AllDown.Respond
                    && !anyUp
                    && judged.stream().allMatch(this::cannotServe)) {
                return with(Set.of(), Mode.ALL_DOWN, "none is up, the maintenance answer is given");
            }
            int couldServe = forcedUp
                    + (int) judged.stream()
                            .filter(i -> anyUp ? i.measured().state() != Measured.State.UNKNOWN : true)
                            .count();
            int mayBeOut = (int) ((long) couldServe * health.removeAtMost() / 100);
            if (failing.size() <= mayBeOut) {
                return with(Set.of(), Mode.NORMAL, "");
            }
            Set<Instance> kept = new HashSet<>(failing.stream()
                    .sorted(KEPT_FIRST)
                    .limit(failing.size() - mayBeOut)
                    .toList());
            return with(
                    kept,
                    Mode.FLOOR,
                    failing.size() + " of " + couldServe + " fail, at most " + health.removeAtMost() + "% may be out ("
                            + mayBeOut + ")");
        }

        private ServiceState allDown() {
            String all = judged.size() == 1 ? "the only one fails" : "all " + judged.size() + " fail";
            return switch (health.allDown()) {
                case Health.AllDown.ServeAll s ->
                    with(new HashSet<>(judged), Mode.ALL_DOWN, all + ", served all the same");
                case Health.AllDown.Respond r ->
                    with(Set.of(), Mode.ALL_DOWN, all + ", the maintenance answer is given");
            };
        }

        private ServiceState with(Set<Instance> kept, Mode mode, String why) {
            var decided = new ArrayList<Instance>();
            for (Instance instance : state.instances()) {
                decided.add(instance.with(standing(instance, kept.contains(instance), mode, why)));
            }
            return new ServiceState(state.name(), decided, mode, why);
        }

        private Standing standing(Instance instance, boolean kept, Mode mode, String why) {
            return switch (instance.intent().wish()) {
                case FORCED_UP -> new Standing(Verdict.IN, "forced up" + by(instance.intent()));
                case FORCED_DOWN -> new Standing(Verdict.OUT, "forced down" + by(instance.intent()));
                case DRAINING -> new Standing(Verdict.DRAINING, "draining" + by(instance.intent()));
                case IN_SERVICE -> measured(instance, kept, mode, why);
            };
        }

        private Standing measured(Instance instance, boolean kept, Mode mode, String why) {
            return switch (instance.measured().state()) {
                case UP -> new Standing(Verdict.IN, "measured up");
                case UNKNOWN -> {
                    String what = instance.isManaged() ? "starting" : "not checked yet";
                    if (anyUp) {
                        yield new Standing(Verdict.OUT, what + ", others are up");
                    }
                    yield mode == Mode.ALL_DOWN
                            ? new Standing(Verdict.OUT, what)
                            : new Standing(Verdict.IN, what + ", and no other is up");
                }
                case DOWN -> failing("measured down", kept, why);
                case EJECTED -> failing("ejected by live traffic", kept, why);
            };
        }

        private static Standing failing(String what, boolean kept, String why) {
            return kept
                    ? new Standing(Verdict.IN, what + ", kept by the floor: " + why)
                    : new Standing(Verdict.OUT, what);
        }

        private static String by(Intent intent) {
            return " by " + intent.by() + (intent.reason().isEmpty() ? "" : ": " + intent.reason());
        }
    }
}
