package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.registry.state.Topic;
import java.util.List;

/**
 * {@code /v1/status}, {@code /v1/coordinate}, and what Consul has and Drover has not, each refused by its name.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/status">Consul: status</a>
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/coordinate">Consul: coordinates</a>
 */
final class SiteEndpoints {
    /** Where a node is that nobody has measured: eight dimensions, error 1.5, height 10 microseconds, as Serf begins. */
    private static final int DIMENSIONS = 8;

    private final Context context;

    SiteEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.get("/v1/status/leader", this::leader)
                .get("/v1/status/peers", this::peers)
                .get("/v1/coordinate/datacenters", this::datacenters)
                .get("/v1/coordinate/nodes", this::coordinates)
                .get("/v1/coordinate/node/", this::coordinate)
                .put("/v1/coordinate/update", call -> refuse("network coordinates"));
        paths.at("/v1/acl/", List.of("GET", "PUT", "POST", "DELETE"), this::noAcl);
        for (String mesh : List.of("/v1/connect/", "/v1/config", "/v1/config/", "/v1/discovery-chain/")) {
            paths.at(mesh, List.of("GET", "PUT", "POST", "DELETE"), call -> refuse("a service mesh"));
        }
    }

    private static Answer refuse(String what) throws Refusal {
        throw Refusal.absent(what);
    }

    private Answer noAcl(Call call) throws Refusal {
        if (call.permit().rights().areAsked()) {
            throw Refusal.absent("tokens by this API: they are declared in drover.yaml, under registry");
        }
        throw new Refusal(401, "ACL support disabled");
    }

    private String server() {
        return context.home().node().address() + ":" + OperatorEndpoints.SERVER_PORT;
    }

    private Answer leader(Call call) throws Refusal {
        context.reads().here(call);
        return Answer.json(out -> out.writeString(server()));
    }

    private Answer peers(Call call) throws Refusal {
        context.reads().here(call);
        return Answer.json(out -> {
            out.writeStartArray();
            out.writeString(server());
            out.writeEndArray();
        });
    }

    private Answer datacenters(Call call) {
        return Answer.json(out -> {
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringField("Datacenter", context.home().datacenter());
            out.writeStringField("AreaID", "wan");
            out.writeArrayFieldStart("Coordinates");
            out.writeStartObject();
            out.writeStringField("Node", context.home().name());
            out.writeStringField("Segment", "");
            out.writeObjectFieldStart("Coord");
            out.writeArrayFieldStart("Vec");
            for (int i = 0; i < DIMENSIONS; i++) {
                out.writeNumber(0);
            }
            out.writeEndArray();
            out.writeNumberField("Error", 1.5);
            out.writeNumberField("Adjustment", 0);
            out.writeNumberField("Height", 0.00001);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndArray();
        });
    }

    /** Nobody measures how far nodes are from one another. */
    private Answer coordinates(Call call) throws Refusal, InterruptedException {
        call.permit();
        return context.reads()
                .read(
                        call,
                        new Topic.AllNodes(),
                        state -> Answer.json(out -> {
                            out.writeStartArray();
                            out.writeEndArray();
                        }));
    }

    private Answer coordinate(Call call) throws Refusal, InterruptedException {
        call.permit().read(Kind.NODES, call.named("Missing node name"));
        return context.reads().now(call, state -> Answer.empty(404));
    }
}
