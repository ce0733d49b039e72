package dev.drover.registry.consul;

import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.near.Nearest;
import dev.drover.registry.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the parameters {@code tag}, {@code node-meta} and {@code near} leave of a list, and in which order. */
final class Selection {
    private final Context context;

    Selection(Context context) {
        this.context = context;
    }

    /** A service and the node it is on. */
    record Instance(Node node, Service service) {}

    /** Every pair of {@code node-meta=key:value} must be among the node's. */
    Predicate<Node> byMeta(Call call) {
        var wanted = new HashMap<String, String>();
        for (String pair : call.all("node-meta")) {
            int colon = pair.indexOf(':');
            wanted.put(colon < 0 ? pair : pair.substring(0, colon), colon < 0 ? "" : pair.substring(colon + 1));
        }
        return node -> wanted.entrySet().stream()
                .allMatch(pair -> pair.getValue().equals(node.meta().get(pair.getKey())));
    }

    /** Every {@code tag} must be among the service's, whatever its case. */
    private static Predicate<Service> byTags(Call call) {
        List<String> wanted = call.all("tag");
        return service ->
                wanted.stream().allMatch(tag -> service.tags().stream().anyMatch(tag::equalsIgnoreCase));
    }

    /** The instances of a service that are asked for and may be seen. */
    List<Instance> instances(State state, Call call, String name) throws Refusal {
        Permit permit = call.permit();
        var found = new ArrayList<Instance>();
        Predicate<Node> meta = byMeta(call);
        Predicate<Service> tags = byTags(call);
        for (Service service : state.instances(name)) {
            Node node = state.node(service.node());
            if (node != null && tags.test(service) && meta.test(node)) {
                var instance = new Instance(node, service);
                if (permit.sees(instance)) {
                    found.add(instance);
                }
            }
        }
        return near(call, found, Instance::node);
    }

    List<Node> near(Call call, List<Node> nodes) {
        return near(call, nodes, node -> node);
    }

    /** The node that is asked about is nearest to itself; then those follow of which it is known how far they are, nearest first. */
    private <T> List<T> near(Call call, List<T> all, Function<T, Node> nodeOf) {
        String wanted = call.first("near");
        if (wanted.isEmpty()) {
            return all;
        }
        String node = wanted.equals("_agent") ? context.home().name() : wanted;
        return Nearest.sort(all, one -> nodeOf.apply(one).name(), node, context.elsewhere()::place).stream()
                .sorted(Comparator.comparing(one -> !nodeOf.apply(one).name().equalsIgnoreCase(node)))
                .toList();
    }
}
