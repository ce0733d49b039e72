package dev.drover.registry.consul;

import dev.drover.registry.consul.go.GoNumber;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code /v1/health}: checks, and the instances of a service with theirs.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/health">Consul: health</a>
 */
final class HealthEndpoints {
    private final Context context;
    private final Selection selection;

    HealthEndpoints(Context context) {
        this.context = context;
        this.selection = new Selection(context);
    }

    void register(Paths paths) {
        paths.get("/v1/health/node/", this::node)
                .get("/v1/health/checks/", this::checks)
                .get("/v1/health/state/", this::state)
                .get("/v1/health/service/", this::service)
                .get("/v1/health/connect/", call -> mesh())
                .get("/v1/health/ingress/", call -> mesh());
    }

    private static Answer mesh() throws Refusal {
        throw Refusal.absent("a service mesh");
    }

    private Answer node(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing node name");
        return list(call, new Topic.Node(name), state -> state.checks(name));
    }

    private Answer checks(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing service name");
        return list(call, new Topic.Service(name), state -> {
            var all = new ArrayList<Check>();
            for (var service : state.instances(name)) {
                all.addAll(state.checksOf(service.node(), service.id()));
            }
            all.sort(Comparator.comparing(Check::node).thenComparing(Check::id));
            return all;
        });
    }

    private Answer state(Call call) throws Refusal, InterruptedException {
        String wanted = call.named("Missing check state");
        Predicate<Check> fits = wanted.equals("any")
                ? check -> true
                : check -> check.status().text().equals(wanted);
        return list(
                call,
                new Topic.AllChecks(),
                state -> state.checks().stream().filter(fits).toList());
    }

    /** Where checks come from. */
    private interface Source {
        Collection<Check> of(State state);
    }

    private Answer list(Call call, Topic topic, Source source) throws Refusal, InterruptedException {
        Predicate<Check> keep = context.filters().checks(call);
        Predicate<Node> meta = selection.byMeta(call);
        Permit permit = call.permit();
        return context.reads().read(call, topic, state -> {
            var found = new ArrayList<Check>();
            for (Check check : source.of(state)) {
                Node node = state.node(check.node());
                if (node != null && meta.test(node) && keep.test(check) && permit.sees(check)) {
                    found.add(check);
                }
            }
            return Answer.json(out -> {
                out.writeStartArray();
                for (Check check : found) {
                    context.shapes().check(out, check);
                }
                out.writeEndArray();
            });
        });
    }

    private Answer service(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing service name");
        boolean passing = passing(call);
        Predicate<Filters.Health> keep = context.filters().health(call);
        return context.reads().read(call, new Topic.Service(name), state -> {
            var found = new ArrayList<Filters.Health>();
            for (Selection.Instance instance : selection.instances(state, call, name)) {
                var health = new Filters.Health(instance, state.checksFor(instance.service()));
                if (keep.test(health) && (!passing || allPass(health.checks()))) {
                    found.add(health);
                }
            }
            return instances(found);
        });
    }

    private Answer instances(List<Filters.Health> found) {
        return Answer.json(out -> {
            out.writeStartArray();
            for (Filters.Health health : found) {
                context.shapes().health(out, health);
            }
            out.writeEndArray();
        });
    }

    static boolean allPass(List<Check> checks) {
        return checks.stream().allMatch(check -> check.status() == CheckStatus.PASSING);
    }

    private static boolean passing(Call call) throws Refusal {
        String value = call.first("passing");
        try {
            return call.has("passing") && (value.isEmpty() || GoNumber.truth(value));
        } catch (Unreadable e) {
            throw Refusal.bad("Invalid value for ?passing");
        }
    }
}
