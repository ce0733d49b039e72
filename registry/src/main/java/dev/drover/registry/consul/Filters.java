package dev.drover.registry.consul;

import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import java.util.List;
import java.util.function.Predicate;

/** The parameter {@code filter}: an expression that each element of an answer must meet. */
final class Filters {
    /** One element of {@code /v1/health/service}. */
    record Health(Selection.Instance instance, List<Check> checks) {}

    Predicate<Node> nodes(Call call) throws Refusal {
        none(call);
        return node -> true;
    }

    Predicate<Service> services(Call call) throws Refusal {
        none(call);
        return service -> true;
    }

    Predicate<Selection.Instance> serviceNodes(Call call) throws Refusal {
        none(call);
        return instance -> true;
    }

    Predicate<Check> checks(Call call) throws Refusal {
        none(call);
        return check -> true;
    }

    Predicate<Health> health(Call call) throws Refusal {
        none(call);
        return health -> true;
    }

    /** Refuses an expression where none can be used. */
    void none(Call call) throws Refusal {
        if (!call.first("filter").isEmpty()) {
            throw Refusal.absent("filters");
        }
    }
}
