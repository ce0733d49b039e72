package dev.drover.board;

import java.util.List;
import java.util.Optional;

/**
 * One service as observed.
 *
 * @param instances by name
 * @param mode how far the floor rules had to step in
 * @param why the mode in words; empty when normal
 */
public record ServiceState(String name, List<Instance> instances, Mode mode, String why) {
    public ServiceState {
        instances = List.copyOf(instances);
    }

    public enum Mode {
        NORMAL,
        /** More measure down than may be out: some of them are served all the same. */
        FLOOR,
        /** All measure down: all are served, or the maintenance answer is given, as declared. */
        ALL_DOWN,
        /** There is no instance at all. */
        EMPTY
    }

    public Optional<Instance> instance(String name) {
        return instances.stream().filter(i -> i.id().instance().equals(name)).findFirst();
    }

    public static ServiceState of(String name, List<Instance> instances) {
        return new ServiceState(name, instances, instances.isEmpty() ? Mode.EMPTY : Mode.NORMAL, "");
    }
}
