package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code /v1/catalog}: who is registered, whatever their health.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/catalog">Consul: catalog</a>
 */
final class CatalogEndpoints {
    private final Context context;
    private final Selection selection;

    CatalogEndpoints(Context context) {
        this.context = context;
        this.selection = new Selection(context);
    }

    void register(Paths paths) {
        paths.put("/v1/catalog/register", this::register)
                .put("/v1/catalog/deregister", this::deregister)
                .get("/v1/catalog/datacenters", this::datacenters)
                .get("/v1/catalog/nodes", this::nodes)
                .get("/v1/catalog/services", this::services)
                .get("/v1/catalog/service/", this::service)
                .get("/v1/catalog/connect/", call -> none("a service mesh"))
                .get("/v1/catalog/node/", this::node)
                .get("/v1/catalog/node-services/", this::nodeServices)
                .get("/v1/catalog/gateway-services/", call -> none("a service mesh"));
    }

    private static Answer none(String what) throws Refusal {
        throw Refusal.absent(what);
    }

    private Answer register(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        Form form = Form.of(call);
        context.reads().here(form.text("Datacenter"));
        context.writes().apply(call, Registration.of(form));
        return Answer.truth(true);
    }

    private Answer deregister(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        Form form = Form.of(call);
        context.reads().here(form.text("Datacenter"));
        String node = form.text("Node");
        String service = form.text("ServiceID");
        String check = form.text("CheckID");
        form.know("Namespace", "Token", "WriteRequest");
        form.end();
        if (node.isEmpty()) {
            throw Refusal.failed("Must provide node");
        }
        Command command;
        if (!service.isEmpty()) {
            command = new Command.RemoveService(node, service);
        } else {
            command = check.isEmpty() ? new Command.RemoveNode(node) : new Command.RemoveCheck(node, check);
        }
        context.writes().apply(call, command);
        return Answer.truth(true);
    }

    private Answer datacenters(Call call) {
        return Answer.json(out -> {
            out.writeStartArray();
            out.writeString(context.home().datacenter());
            for (String site : context.elsewhere().sites()) {
                out.writeString(site);
            }
            out.writeEndArray();
        });
    }

    private Answer nodes(Call call) throws Refusal, InterruptedException {
        var keep = context.filters().nodes(call);
        Permit permit = call.permit();
        return context.reads().read(call, new Topic.AllNodes(), state -> {
            List<Node> found = state.nodes().stream()
                    .filter(selection.byMeta(call))
                    .filter(keep)
                    .filter(permit::sees)
                    .toList();
            return Answer.json(out -> {
                out.writeStartArray();
                for (Node node : selection.near(call, found)) {
                    context.shapes().node(out, node);
                }
                out.writeEndArray();
            });
        });
    }

    private Answer services(Call call) throws Refusal, InterruptedException {
        context.filters().none(call);
        Permit permit = call.permit();
        return context.reads().read(call, new Topic.AllServices(), state -> {
            var tags = new TreeMap<String, LinkedHashSet<String>>();
            for (Service service : state.instances()) {
                Node node = state.node(service.node());
                if (node != null && selection.byMeta(call).test(node) && permit.seesService(service.name())) {
                    tags.computeIfAbsent(service.name(), n -> new LinkedHashSet<>())
                            .addAll(service.tags());
                }
            }
            return Answer.json(out -> {
                out.writeStartObject();
                for (var entry : tags.entrySet()) {
                    Shapes.texts(out, entry.getKey(), List.copyOf(entry.getValue()));
                }
                out.writeEndObject();
            });
        });
    }

    private Answer service(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing service name");
        var keep = context.filters().serviceNodes(call);
        return context.reads().read(call, new Topic.Service(name), state -> {
            var found = new ArrayList<Selection.Instance>();
            for (Selection.Instance instance : selection.instances(state, call, name)) {
                if (keep.test(instance)) {
                    found.add(instance);
                }
            }
            return Answer.json(out -> {
                out.writeStartArray();
                for (Selection.Instance instance : found) {
                    context.shapes().serviceNode(out, instance.node(), instance.service());
                }
                out.writeEndArray();
            });
        });
    }

    private Answer node(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing node name");
        Permit permit = call.permit();
        var keep = context.filters().services(call).and(service -> permit.seesService(service.name()));
        return context.reads().read(call, new Topic.Node(name), state -> {
            Node node = permit.seesNode(name) ? state.node(name) : null;
            return Answer.json(out -> {
                if (node == null) {
                    out.writeNull();
                    return;
                }
                out.writeStartObject();
                out.writeFieldName("Node");
                context.shapes().node(out, node);
                out.writeObjectFieldStart("Services");
                for (Service service : state.services(name)) {
                    if (keep.test(service)) {
                        out.writeFieldName(service.id());
                        context.shapes().service(out, service);
                    }
                }
                out.writeEndObject();
                out.writeEndObject();
            });
        });
    }

    private Answer nodeServices(Call call) throws Refusal, InterruptedException {
        String name = call.named("Missing node name");
        Permit permit = call.permit();
        var keep = context.filters().services(call).and(service -> permit.seesService(service.name()));
        return context.reads()
                .read(
                        call,
                        new Topic.Node(name),
                        state -> Answer.json(out -> {
                            out.writeStartObject();
                            out.writeFieldName("Node");
                            Node node = permit.seesNode(name) ? state.node(name) : null;
                            if (node == null) {
                                out.writeNull();
                                out.writeNullField("Services");
                            } else {
                                context.shapes().node(out, node);
                                out.writeArrayFieldStart("Services");
                                write(out, state, name, keep);
                                out.writeEndArray();
                            }
                            out.writeEndObject();
                        }));
    }

    private void write(JsonGenerator out, State state, String node, Predicate<Service> keep) throws IOException {
        for (Service service : state.services(node)) {
            if (keep.test(service)) {
                context.shapes().service(out, service);
            }
        }
    }
}
