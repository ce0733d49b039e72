package dev.drover.registry.consul;

import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.ServiceAddress;
import dev.drover.registry.filter.BadFilter;
import dev.drover.registry.filter.Filter;
import dev.drover.registry.filter.Selectors;
import dev.drover.registry.filter.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The parameter {@code filter}: an expression that each element of an answer must meet. */
final class Filters {
    private final String datacenter;

    Filters(String datacenter) {
        this.datacenter = datacenter;
    }

    /** One element of {@code /v1/health/service}. */
    record Health(Selection.Instance instance, List<Check> checks) {}

    Predicate<Node> nodes(Call call) throws Refusal {
        return keeping(call, Selectors.NODE, this::seen);
    }

    Predicate<Service> services(Call call) throws Refusal {
        return keeping(call, Selectors.NODE_SERVICE, service -> seen("", service));
    }

    Predicate<Selection.Instance> serviceNodes(Call call) throws Refusal {
        return keeping(call, Selectors.SERVICE_NODE, this::seen);
    }

    Predicate<Check> checks(Call call) throws Refusal {
        return keeping(call, Selectors.CHECK, Filters::seen);
    }

    /**
     * The agent's own checks. There Consul looks whether an expression fits only when it meets the first check, and says what is wrong
     * without the words that it puts before elsewhere.
     */
    Predicate<Check> agentChecks(Call call) throws Refusal {
        return keeping(call, Selectors.CHECK, Filters::seen, e -> e.isOfGrammar() ? e.getMessage() : e.reason());
    }

    Predicate<Health> health(Call call) throws Refusal {
        return keeping(call, Selectors.SERVICE_ENTRY, this::seen);
    }

    private static <T> Predicate<T> keeping(Call call, Shape.Fields entry, Function<T, Map<String, ?>> seen)
            throws Refusal {
        return keeping(call, entry, seen, BadFilter::getMessage);
    }

    private static <T> Predicate<T> keeping(
            Call call, Shape.Fields entry, Function<T, Map<String, ?>> seen, Function<BadFilter, String> words)
            throws Refusal {
        String expression = call.first("filter");
        if (expression.isEmpty()) {
            return element -> true;
        }
        try {
            Filter filter = Filter.of(expression, entry);
            return element -> filter.keeps(seen.apply(element));
        } catch (BadFilter e) {
            throw Refusal.failed(words.apply(e));
        }
    }

    /** Refuses an expression where none can be used. */
    void none(Call call) throws Refusal {
        if (!call.first("filter").isEmpty()) {
            throw Refusal.absent("filters");
        }
    }

    /** As its JSON has it; what is not there is what an expression takes for empty. */
    private Map<String, ?> seen(Node node) {
        return Map.of(
                "ID", node.id(),
                "Node", node.name(),
                "Address", node.address(),
                "Datacenter", datacenter,
                "TaggedAddresses", node.taggedAddresses(),
                "Meta", node.meta());
    }

    private static Map<String, ?> seen(String prefix, Service service) {
        var addresses = new HashMap<String, Map<String, ?>>();
        for (var entry : service.taggedAddresses().entrySet()) {
            ServiceAddress at = entry.getValue();
            addresses.put(entry.getKey(), Map.of("Address", at.address(), "Port", at.port()));
        }
        var seen = new HashMap<String, Object>();
        seen.put(prefix + "ID", service.id());
        seen.put(prefix.isEmpty() ? "Service" : "ServiceName", service.name());
        seen.put(prefix + "Tags", service.tags());
        seen.put(prefix + "Address", service.address());
        seen.put(prefix + "TaggedAddresses", addresses);
        seen.put(prefix + "Meta", service.meta());
        seen.put(prefix + "Port", service.port());
        seen.put(
                prefix + "Weights",
                Map.of(
                        "Passing", service.weights().passing(),
                        "Warning", service.weights().warning()));
        seen.put(prefix + "EnableTagOverride", service.enableTagOverride());
        return seen;
    }

    /** The flat form of {@code /v1/catalog/service}. */
    private Map<String, ?> seen(Selection.Instance instance) {
        var seen = new HashMap<String, Object>(seen("Service", instance.service()));
        Node node = instance.node();
        seen.put("ID", node.id());
        seen.put("Node", node.name());
        seen.put("Address", node.address());
        seen.put("Datacenter", datacenter);
        seen.put("TaggedAddresses", node.taggedAddresses());
        seen.put("NodeMeta", node.meta());
        return seen;
    }

    private Map<String, ?> seen(Health health) {
        return Map.of(
                "Node", seen(health.instance().node()),
                "Service", seen("", health.instance().service()),
                "Checks", health.checks().stream().map(Filters::seen).toList());
    }

    private static Map<String, ?> seen(Check check) {
        return Map.of(
                "Node", check.node(),
                "CheckID", check.id(),
                "Name", check.name(),
                "Status", check.status().text(),
                "Notes", check.notes(),
                "Output", check.output(),
                "ServiceID", check.serviceId(),
                "ServiceName", check.serviceName(),
                "ServiceTags", check.serviceTags(),
                "Type", check.type());
    }
}
