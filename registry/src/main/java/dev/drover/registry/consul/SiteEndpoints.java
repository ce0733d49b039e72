package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.model.Registry.Kind;
import dev.drover.registry.entry.Node;
import dev.drover.registry.near.Coordinate;
import dev.drover.registry.sites.Elsewhere;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * {@code /v1/status}, {@code /v1/coordinate}, and what Consul has and Drover has not, each refused by its name.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/status">Consul: status</a>
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/coordinate">Consul: coordinates</a>
 */
final class SiteEndpoints {
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

    /** An IPv6 address in brackets, as Go's {@code net.JoinHostPort} does. */
    static String at(Servers.Server server) {
        String host = server.address();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + OperatorEndpoints.SERVER_PORT;
    }

    private Answer leader(Call call) throws Refusal {
        context.reads().here(call);
        String leader = context.servers().all().stream()
                .filter(Servers.Server::leads)
                .map(SiteEndpoints::at)
                .findFirst()
                .orElse("");
        return Answer.json(out -> out.writeString(leader));
    }

    private Answer peers(Call call) throws Refusal {
        context.reads().here(call);
        return Answer.json(out -> {
            out.writeStartArray();
            for (Servers.Server server : context.servers().all()) {
                out.writeString(at(server));
            }
            out.writeEndArray();
        });
    }

    /** Every site with the coordinates of its nodes, the nearest after this one; a node that nobody measured yet is at the origin. */
    private Answer datacenters(Call call) {
        Elsewhere elsewhere = context.elsewhere();
        SequencedMap<String, SequencedMap<String, Coordinate>> places = elsewhere.places();
        return Answer.json(out -> {
            out.writeStartArray();
            var here = new LinkedHashMap<>(Map.of(context.home().name(), Coordinate.ORIGIN));
            here.putAll(places.getOrDefault(context.home().datacenter(), new LinkedHashMap<>()));
            datacenter(out, context.home().datacenter(), here);
            for (String site : elsewhere.sites()) {
                datacenter(out, site, places.getOrDefault(site, new LinkedHashMap<>()));
            }
            out.writeEndArray();
        });
    }

    private static void datacenter(JsonGenerator out, String site, SequencedMap<String, Coordinate> nodes)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("Datacenter", site);
        out.writeStringField("AreaID", "wan");
        out.writeArrayFieldStart("Coordinates");
        for (var node : nodes.entrySet()) {
            place(out, node.getKey(), node.getValue());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void place(JsonGenerator out, String node, Coordinate place) throws IOException {
        out.writeStartObject();
        out.writeStringField("Node", node);
        out.writeStringField("Segment", "");
        out.writeObjectFieldStart("Coord");
        out.writeArrayFieldStart("Vec");
        for (double one : place.vector()) {
            number(out, one);
        }
        out.writeEndArray();
        out.writeFieldName("Error");
        number(out, place.error());
        out.writeFieldName("Adjustment");
        number(out, place.adjustment());
        out.writeFieldName("Height");
        number(out, place.height());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** As Go writes it: a whole number without a point. */
    private static void number(JsonGenerator out, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(value);
        }
    }

    /** Those nodes of the catalog that were measured. */
    private Answer coordinates(Call call) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        return context.reads()
                .read(
                        call,
                        new Topic.AllNodes(),
                        state -> places(
                                state.nodes().stream().filter(permit::sees).toList()));
    }

    private Answer places(List<Node> nodes) {
        var found = new LinkedHashMap<String, Coordinate>();
        for (Node node : nodes) {
            Coordinate place = context.elsewhere().place(node.name());
            if (place != null) {
                found.put(node.name(), place);
            }
        }
        return Answer.json(out -> {
            out.writeStartArray();
            for (var one : found.entrySet()) {
                place(out, one.getKey(), one.getValue());
            }
            out.writeEndArray();
        });
    }

    private Answer coordinate(Call call) throws Refusal, InterruptedException {
        call.permit().read(Kind.NODES, call.named("Missing node name"));
        return context.reads().now(call, state -> {
            Node node = state.node(call.rest());
            return node == null || context.elsewhere().place(node.name()) == null
                    ? Answer.empty(404)
                    : places(List.of(node));
        });
    }
}
