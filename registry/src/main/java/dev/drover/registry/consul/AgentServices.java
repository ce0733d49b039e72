package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.command.Command;
import dev.drover.registry.consul.go.GoNumber;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code /v1/agent/service}, {@code /v1/agent/health} and maintenance: the services of the node that is asked.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent/service">Consul: services of an agent</a>
 */
final class AgentServices {
    private static final String NODE_MAINTENANCE = "_node_maintenance";
    private static final String SERVICE_MAINTENANCE = "_service_maintenance:";

    private final Context context;
    private final LocalAgent agent;
    private final AgentForms forms;

    AgentServices(Context context, LocalAgent agent) {
        this.context = context;
        this.agent = agent;
        this.forms = new AgentForms(context.home().name());
    }

    void register(Paths paths) {
        paths.get("/v1/agent/services", this::services)
                .get("/v1/agent/service/", this::service)
                .put("/v1/agent/service/register", this::registerService)
                .put("/v1/agent/service/deregister/", this::deregister)
                .put("/v1/agent/service/maintenance/", this::serviceMaintenance)
                .put("/v1/agent/maintenance", this::nodeMaintenance)
                .get("/v1/agent/health/service/id/", this::healthById)
                .get("/v1/agent/health/service/name/", this::healthByName);
    }

    private String node() {
        return context.home().name();
    }

    private Answer services(Call call) throws Refusal {
        Permit permit = call.permit();
        Predicate<Service> keep = context.filters().services(call).and(service -> permit.seesService(service.name()));
        var all = context.reads().state().services(node());
        return Answer.json(out -> {
            out.writeStartObject();
            for (Service service : all) {
                if (keep.test(service)) {
                    out.writeFieldName(service.id());
                    context.shapes().agentService(out, service);
                }
            }
            out.writeEndObject();
        });
    }

    private Answer service(Call call) throws Refusal, InterruptedException {
        String id = call.rest();
        Permit permit = call.permit();
        return context.reads().now(call, state -> {
            Service service = state.service(node(), id);
            if (service == null) {
                throw new Refusal(404, "unknown service ID: " + id);
            }
            permit.read(Kind.SERVICES, service.name());
            String hash = hash(service);
            return Answer.json(out -> {
                        out.writeStartObject();
                        Shapes.agentServiceFields(out, service);
                        out.writeStringField("ContentHash", hash);
                        out.writeEndObject();
                    })
                    .with("X-Consul-ContentHash", hash);
        });
    }

    /** Of what the service says of itself, to be told whether it changed. */
    private static String hash(Service service) {
        return HexFormat.of().toHexDigits(service.at(0, 0).hashCode());
    }

    private Answer registerService(Call call) throws Refusal, IOException, InterruptedException {
        AgentForms.Definition definition = forms.service(Form.of(call));
        call.permit().own(Kind.SERVICES, definition.service().name());
        own(call, definition.service().id());
        AgentForms.demandScripts(agent, definition.checks());
        boolean replace = call.has("replace-existing-checks");
        context.writes().apply(call, new Command.PutService(definition.service(), definition.checks(), replace, true));
        for (Check check : definition.checks()) {
            agent.begin(check.id());
        }
        return Answer.done();
    }

    private Answer deregister(Call call) throws Refusal, InterruptedException {
        String id = call.rest();
        if (id.isEmpty()) {
            throw Refusal.failed("ServiceID missing");
        }
        if (context.reads().state().service(node(), id) == null
                && call.permit().rights().areAsked()) {
            throw Refusal.failed("Unknown service " + GoNumber.quoted(id));
        }
        own(call, id);
        context.writes().apply(call, new Command.RemoveService(node(), id));
        return Answer.done();
    }

    /** Whoever may write the node alone may not take from an agent what it registered. */
    private void own(Call call, String id) throws Refusal {
        Service service = context.reads().state().service(node(), id);
        if (service != null) {
            call.permit().own(Kind.SERVICES, service.name());
        }
    }

    private Answer serviceMaintenance(Call call) throws Refusal, InterruptedException {
        if (call.rest().isEmpty()) {
            throw Refusal.bad("Missing service ID");
        }
        boolean enable = enable(call);
        Service service = context.reads().state().service(node(), call.rest());
        if (service == null) {
            throw new Refusal(404, "No service registered with ID " + GoNumber.quoted(call.rest()));
        }
        call.permit().own(Kind.SERVICES, service.name());
        String id = SERVICE_MAINTENANCE + service.id();
        if (enable) {
            String reason = reason(
                    call,
                    "Maintenance mode is enabled for this service, but no reason was provided. "
                            + "This is a default message.");
            put(call, id, "Service Maintenance Mode", reason, service.id());
        } else {
            remove(call, id);
        }
        return Answer.done();
    }

    private Answer nodeMaintenance(Call call) throws Refusal, InterruptedException {
        call.permit().write(Kind.NODES, node());
        if (enable(call)) {
            String reason = reason(
                    call,
                    "Maintenance mode is enabled for this node, but no reason was provided. "
                            + "This is a default message.");
            put(call, NODE_MAINTENANCE, "Node Maintenance Mode", reason, "");
        } else {
            remove(call, NODE_MAINTENANCE);
        }
        return Answer.done();
    }

    private void remove(Call call, String check) throws Refusal, InterruptedException {
        if (context.reads().state().check(node(), check) != null) {
            context.writes().apply(call, new Command.RemoveCheck(node(), check));
        }
    }

    private static boolean enable(Call call) throws Refusal {
        if (!call.has("enable")) {
            throw Refusal.bad("Missing value for enable");
        }
        String value = call.first("enable");
        try {
            return GoNumber.truth(value);
        } catch (Unreadable e) {
            throw Refusal.bad("Invalid value for enable: " + GoNumber.quoted(value));
        }
    }

    private static String reason(Call call, String otherwise) {
        String told = call.first("reason");
        return told.isEmpty() ? otherwise : told;
    }

    private void put(Call call, String id, String name, String reason, String service)
            throws Refusal, InterruptedException {
        var check = new Check(
                node(),
                id,
                name,
                CheckStatus.CRITICAL,
                reason,
                "",
                service,
                "",
                List.of(),
                "maintenance",
                CheckDefinition.NONE,
                0,
                0);
        context.writes().apply(call, new Command.PutCheck(check, false));
    }

    private Answer healthById(Call call) throws Refusal {
        String id = call.named("Missing serviceID");
        State state = context.reads().state();
        Permit permit = call.permit();
        Service service = state.service(node(), id);
        if (service == null) {
            return asText(call) ? Answer.bytes(404, "text/plain", bytes("critical")) : nothing();
        }
        permit.read(Kind.SERVICES, service.name());
        return health(call, List.of(service), false);
    }

    private Answer healthByName(Call call) throws Refusal {
        String name = call.named("Missing service Name");
        call.permit().read(Kind.SERVICES, name);
        var all = new ArrayList<Service>();
        for (Service service : context.reads().state().services(node())) {
            if (service.name().equals(name)) {
                all.add(service);
            }
        }
        return all.isEmpty() && asText(call)
                ? Answer.bytes(404, "text/plain", bytes("critical"))
                : health(call, all, true);
    }

    private static boolean asText(Call call) {
        return call.first("format").equals("text");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Answer nothing() {
        return Answer.json(out -> {
                    out.writeStartObject();
                    out.writeStringField("AggregatedStatus", "critical");
                    out.writeNullField("Service");
                    out.writeNullField("Checks");
                    out.writeEndObject();
                })
                .as(404);
    }

    /** The checks that the agent has for a service: its own, and those of the node but for the node's liveness. */
    private static List<Check> checks(State state, Service service) {
        return state.checksFor(service).stream()
                .filter(check -> !check.id().equals(Check.LIVENESS))
                .toList();
    }

    private static CheckStatus worst(State state, Service service) {
        return checks(state, service).stream()
                .map(Check::status)
                .max(CheckStatus::compareTo)
                .orElse(CheckStatus.PASSING);
    }

    private static int status(CheckStatus worst) {
        return switch (worst) {
            case PASSING -> 200;
            case WARNING -> 429;
            case CRITICAL -> 503;
        };
    }

    /** Status 200 for passing, 429 for warning, 503 for critical, as load balancers probe it. */
    private Answer health(Call call, List<Service> services, boolean list) {
        State state = context.reads().state();
        CheckStatus worst = services.stream()
                .map(service -> worst(state, service))
                .max(CheckStatus::compareTo)
                .orElse(CheckStatus.CRITICAL);
        int status = services.isEmpty() ? 404 : status(worst);
        if (asText(call)) {
            return Answer.bytes(status, "text/plain", bytes(worst.text()));
        }
        return Answer.json(out -> {
                    if (list) {
                        out.writeStartArray();
                    }
                    for (Service service : services) {
                        out.writeStartObject();
                        out.writeStringField(
                                "AggregatedStatus", worst(state, service).text());
                        out.writeFieldName("Service");
                        context.shapes().agentService(out, service);
                        out.writeArrayFieldStart("Checks");
                        for (Check check : checks(state, service)) {
                            context.shapes().bareCheck(out, check);
                        }
                        out.writeEndArray();
                        out.writeEndObject();
                    }
                    if (list) {
                        out.writeEndArray();
                    }
                })
                .as(status);
    }
}
