package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.model.Registry.Kind;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.state.State;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /v1/agent/self} and {@code members}: the node that is asked, and those it is together with.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent">Consul: agent</a>
 */
final class AgentSelf {
    private static final int ALIVE = 1;
    private static final int LEFT = 3;
    private static final int FAILED = 4;

    private final Context context;

    AgentSelf(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.get("/v1/agent/self", this::self)
                .get("/v1/agent/members", this::members)
                .put("/v1/agent/join/", call -> refuse("a join by this API"))
                .put("/v1/agent/token/", call -> refuse("Consul's access control"))
                .get("/v1/agent/monitor", call -> refuse("a log by this API"))
                .at("/v1/agent/connect/", List.of("GET", "POST", "PUT"), call -> refuse("a service mesh"));
    }

    private static Answer refuse(String what) throws Refusal {
        throw Refusal.absent(what);
    }

    private Answer self(Call call) throws Refusal {
        Home home = context.home();
        call.permit().read(Kind.AGENTS, home.name());
        return Answer.json(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("Config");
            out.writeStringField("Datacenter", home.datacenter());
            out.writeStringField("NodeName", home.name());
            out.writeStringField("NodeID", home.node().id());
            out.writeStringField("Revision", "drover-" + home.version());
            out.writeBooleanField("Server", true);
            out.writeStringField("Version", Home.SPOKEN);
            out.writeEndObject();
            out.writeNullField("DebugConfig");
            out.writeNullField("Coord");
            out.writeFieldName("Member");
            member(out, home.node(), servers(), ALIVE);
            out.writeNullField("Stats");
            Shapes.words(out, "Meta", home.node().meta());
            out.writeEndObject();
        });
    }

    /** Every node that has a liveness check, as those that run Drover have and what was merely registered has not; and who left. */
    private Answer members(Call call) throws Refusal {
        Permit permit = call.permit();
        State state = context.reads().state();
        Set<String> servers = servers();
        return Answer.json(out -> {
            out.writeStartArray();
            for (Node node : state.nodes()) {
                Check liveness = state.check(node.name(), Check.LIVENESS);
                if (liveness != null && permit.sees(node)) {
                    member(out, node, servers, liveness.status() == CheckStatus.PASSING ? ALIVE : FAILED);
                }
            }
            for (Servers.Left left : context.servers().left()) {
                if (state.node(left.name()) == null && permit.seesNode(left.name())) {
                    member(out, Node.of(left.name(), left.address()), servers, LEFT);
                }
            }
            out.writeEndArray();
        });
    }

    /** Names of those that Consul would call servers. */
    private Set<String> servers() {
        return context.servers().all().stream().map(Servers.Server::name).collect(Collectors.toSet());
    }

    private void member(JsonGenerator out, Node node, Set<String> servers, int status) throws IOException {
        out.writeStartObject();
        out.writeStringField("Name", node.name());
        out.writeStringField("Addr", node.address());
        out.writeNumberField("Port", context.home().serf().getPort());
        out.writeObjectFieldStart("Tags");
        out.writeStringField("build", Home.SPOKEN + ":drover-" + context.home().version());
        out.writeStringField("dc", context.home().datacenter());
        out.writeStringField("id", node.id());
        out.writeStringField("role", servers.contains(node.name()) ? "consul" : "node");
        out.writeEndObject();
        out.writeNumberField("Status", status);
        out.writeNumberField("ProtocolMin", 1);
        out.writeNumberField("ProtocolMax", 5);
        out.writeNumberField("ProtocolCur", 2);
        out.writeNumberField("DelegateMin", 2);
        out.writeNumberField("DelegateMax", 5);
        out.writeNumberField("DelegateCur", 4);
        out.writeEndObject();
    }
}
