package dev.drover.registry.bridge;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Weights;
import dev.drover.registry.state.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A declared instance as the catalog has it: the service {@code drover:SERVICE:INSTANCE}, its check {@code service:ID} with what is
 * measured, and, while an operator keeps it out, Consul's check for maintenance.
 *
 * <p>The id and the metadata {@code external-source: drover}, by which Consul's own tools tell who made an entry, mark what is ours:
 * who registers services of his own does not meet these.
 *
 * @param measured whether it was yet; before, what the catalog already says of it stays, so that a restart is no news
 */
record Told(Service service, List<Check> checks, boolean measured) {
    private static final String OURS = "drover:";
    private static final Map<String, String> SOURCE = Map.of("external-source", "drover");
    private static final String MEASURED = "service:" + OURS;
    private static final String MAINTENANCE = "_service_maintenance:" + OURS;

    static Told of(String node, Instance instance) {
        String id = OURS + instance.id().service() + ":" + instance.id().instance();
        InetAddress address = instance.address().getAddress();
        var service = new Service(
                node,
                id,
                instance.id().service(),
                List.of(),
                address == null ? instance.address().getHostString() : address.getHostAddress(),
                Map.of(),
                instance.address().getPort(),
                SOURCE,
                new Weights(instance.weight(), instance.weight()),
                false,
                0,
                0);
        var checks = new ArrayList<Check>();
        Measured measured = instance.measured();
        checks.add(check(service, "service:" + id, "Measured by Drover", status(measured.state()), measured.reason()));
        Intent intent = instance.intent();
        if (intent.wish() == Intent.Wish.DRAINING || intent.wish() == Intent.Wish.FORCED_DOWN) {
            String why = intent.reason().isEmpty() ? "" : ": " + intent.reason();
            checks.add(check(
                    service,
                    "_service_maintenance:" + id,
                    "Service Maintenance Mode",
                    CheckStatus.CRITICAL,
                    "taken out of service by " + intent.by() + why));
        }
        return new Told(service, checks, measured.state() != Measured.State.UNKNOWN);
    }

    private static CheckStatus status(Measured.State state) {
        return switch (state) {
            case UP -> CheckStatus.PASSING;
            case UNKNOWN, DOWN, EJECTED -> CheckStatus.CRITICAL;
        };
    }

    private static Check check(Service service, String id, String name, CheckStatus status, String output) {
        return new Check(
                service.node(),
                id,
                name,
                status,
                "",
                output,
                service.id(),
                service.name(),
                service.tags(),
                "drover",
                CheckDefinition.NONE,
                0,
                0);
    }

    /** The name of the instance that a service of ours tells of. */
    static String instance(Service service) {
        return service.id().substring(OURS.length() + service.name().length() + 1);
    }

    static boolean isOurs(Service service) {
        return service.id().startsWith(OURS + service.name() + ":")
                && service.meta().equals(SOURCE);
    }

    static boolean isOurs(Check check) {
        return check.id().startsWith(MEASURED) || check.id().startsWith(MAINTENANCE);
    }

    /** Whether the catalog says so already. What else is said of the same health is no news. */
    boolean isIn(State state) {
        Service known = state.service(service.node(), service.id());
        return known != null
                && known.same(service)
                && checks.stream().allMatch(c -> {
                    Check there = state.check(c.node(), c.id());
                    return there != null && (there.status() == c.status() || !measured);
                });
    }
}
