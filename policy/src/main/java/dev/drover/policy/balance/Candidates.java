package dev.drover.policy.balance;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The instances in service of one generation, with what a loop holds for each; the common ground of all balancers. */
final class Candidates<M extends Member> {
    private final List<M> members;
    private final InstanceId[] ids;
    private final int[] weights;
    private final SlowStart slowStart;

    Candidates(List<Instance> instances, SlowStart slowStart, Function<Instance, M> members) {
        this.members = new ArrayList<>(instances.size());
        this.ids = new InstanceId[instances.size()];
        this.weights = new int[instances.size()];
        this.slowStart = slowStart;
        for (int i = 0; i < ids.length; i++) {
            Instance instance = instances.get(i);
            this.members.add(members.apply(instance));
            ids[i] = instance.id();
            weights[i] = instance.weight();
        }
    }

    int size() {
        return ids.length;
    }

    M at(int index) {
        return members.get(index);
    }

    List<M> members() {
        return List.copyOf(members);
    }

    boolean isOpen(int index, Tried tried) {
        return tried.size() == 0 || !tried.contains(ids[index]);
    }

    int load(int index) {
        return members.get(index).inFlight();
    }

    /** As declared. */
    int weight(int index) {
        return weights[index];
    }

    /** As grown so far. */
    double weight(int index, long nowMillis) {
        return weights[index] * slowStart.share(index, nowMillis);
    }

    double share(int index, long nowMillis) {
        return slowStart.share(index, nowMillis);
    }

    boolean isSettled(long nowMillis) {
        return slowStart.isOver(nowMillis);
    }

    boolean haveEqualWeights() {
        for (int weight : weights) {
            if (weight != weights[0]) {
                return false;
            }
        }
        return true;
    }
}
