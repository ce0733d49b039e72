package dev.drover.registry.consul;

import dev.drover.registry.state.Topic;
import java.util.List;

/**
 * {@code /v1/operator}: who keeps the order of writes, told as Consul tells of its Raft servers. What else operators ask of Consul and
 * Drover has not is refused by its name.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/operator/raft">Consul: Raft</a>
 */
final class OperatorEndpoints {
    /** Where Consul's servers would talk; told since clients read it, nobody listens there. */
    static final int SERVER_PORT = 8300;

    private static final List<String> ALL = List.of("GET", "PUT", "POST", "DELETE");

    private final Context context;

    OperatorEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.get("/v1/operator/raft/configuration", this::configuration)
                .at("/v1/operator/raft/peer", List.of("DELETE"), call -> refuse("Raft, nor peers to remove from it"))
                .at("/v1/operator/keyring", ALL, call -> refuse("gossip, nor keys for it"))
                .at("/v1/operator/autopilot/", ALL, call -> refuse("Consul's autopilot"))
                .at("/v1/operator/area", ALL, call -> refuse("network areas"))
                .at("/v1/operator/area/", ALL, call -> refuse("network areas"))
                .at("/v1/operator/segment", ALL, call -> refuse("network segments"))
                .at("/v1/operator/license", ALL, call -> refuse("a licence to manage: it is free"))
                .at("/v1/operator/", ALL, call -> refuse("this part of Consul's operator API"))
                .at("/v1/namespace", ALL, call -> refuse("namespaces"))
                .at("/v1/namespace/", ALL, call -> refuse("namespaces"))
                .at("/v1/namespaces", ALL, call -> refuse("namespaces"))
                .at("/v1/internal/", ALL, call -> refuse("the API of Consul's pages"));
    }

    private static Answer refuse(String what) throws Refusal {
        throw Refusal.absent(what);
    }

    private Answer configuration(Call call) throws Refusal, InterruptedException {
        call.permit().demand(call.permit().rights().mayReadOperator());
        return context.reads().now(call, state -> {
            var servers = context.servers().all();
            return Answer.json(out -> {
                out.writeStartObject();
                out.writeArrayFieldStart("Servers");
                for (Servers.Server server : servers) {
                    out.writeStartObject();
                    out.writeStringField("ID", server.id());
                    out.writeStringField("Node", server.name());
                    out.writeStringField("Address", SiteEndpoints.at(server));
                    out.writeBooleanField("Leader", server.leads());
                    out.writeStringField("ProtocolVersion", "3");
                    out.writeBooleanField("Voter", true);
                    out.writeEndObject();
                }
                out.writeEndArray();
                out.writeNumberField("Index", state.index(new Topic.AllNodes()));
                out.writeEndObject();
            });
        });
    }
}
