package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.query.BadQuery;
import dev.drover.registry.query.Candidate;
import dev.drover.registry.query.Order;
import dev.drover.registry.query.Query;
import dev.drover.registry.sites.Elsewhere;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code /v1/query}: questions kept under a name, asked again and again.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/query">Consul: prepared queries</a>
 */
final class QueryEndpoints {
    private static final Logger LOG = System.getLogger("dev.drover.registry.sites");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the nodes of a site answer queries that other sites keep. */
    private static final String SITES = "/drover/query";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Context context;
    private final KeptQueries kept = new KeptQueries();

    QueryEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.at("/v1/query", List.of("GET", "POST"), call -> call.method().equals("GET") ? list(call) : create(call))
                .at("/v1/query/", List.of("GET", "PUT", "DELETE"), this::one);
    }

    /** What is asked by other sites alone. */
    void registerForSites(Paths paths) {
        paths.at(SITES, List.of("POST"), this::executeForSite);
    }

    private Answer create(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        String id = context.newId();
        Question question = Question.of(Form.of(call));
        context.writes().apply(call, new Command.PutQuery(question.kept(id), true));
        return Answer.json(out -> {
            out.writeStartObject();
            out.writeStringField("ID", id);
            out.writeEndObject();
        });
    }

    private Answer list(Call call) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        return context.reads()
                .read(
                        call,
                        new Topic.AllQueries(),
                        state -> written(
                                state.queries().stream().filter(permit::lists).toList()));
    }

    private static Answer written(Collection<PreparedQuery> kept) throws Refusal {
        var all = new LinkedHashMap<PreparedQuery, Query>();
        for (PreparedQuery entry : kept) {
            all.put(entry, Question.read(entry));
        }
        return Answer.json(out -> {
            out.writeStartArray();
            for (var entry : all.entrySet()) {
                Question.write(out, entry.getKey(), entry.getValue());
            }
            out.writeEndArray();
        });
    }

    private Answer one(Call call) throws Refusal, IOException, InterruptedException {
        String rest = call.rest();
        if (rest.endsWith("/execute") && call.method().equals("GET")) {
            return execute(call, rest.substring(0, rest.length() - "/execute".length()));
        }
        if (rest.endsWith("/explain") && call.method().equals("GET")) {
            return explain(call, rest.substring(0, rest.length() - "/explain".length()));
        }
        return switch (call.method()) {
            case "GET" -> get(call, rest);
            case "PUT" -> update(call, rest);
            default -> delete(call, rest);
        };
    }

    private Answer get(Call call, String id) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        return context.reads().read(call, new Topic.AllQueries(), state -> {
            PreparedQuery query = state.query(id);
            if (query == null) {
                throw notFound();
            }
            permit.demand(permit.sees(query));
            return written(List.of(query));
        });
    }

    private Answer update(Call call, String id) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        Question question = Question.of(Form.of(call));
        context.writes().apply(call, new Command.PutQuery(question.kept(id), false));
        return Answer.done();
    }

    private Answer delete(Call call, String id) throws Refusal, InterruptedException {
        context.reads().here(call);
        context.writes().apply(call, new Command.RemoveQuery(id));
        return Answer.done();
    }

    private static Refusal notFound() {
        return new Refusal(404, "Query not found");
    }

    private Query find(State state, String idOrName) throws Refusal {
        try {
            return kept.find(state, idOrName).orElseThrow(QueryEndpoints::notFound);
        } catch (BadQuery e) {
            throw Refusal.failed(e.getMessage());
        }
    }

    private Answer explain(Call call, String idOrName) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        return context.reads().told(call, state -> {
            Query query = find(state, idOrName);
            PreparedQuery entry = state.query(query.id());
            if (entry == null) {
                throw notFound();
            }
            permit.demand(permit.sees(entry));
            return Answer.json(out -> {
                out.writeStartObject();
                out.writeFieldName("Query");
                Question.write(out, entry, query);
                meta(out);
                out.writeEndObject();
            });
        });
    }

    private Answer execute(Call call, String idOrName) throws Refusal, InterruptedException {
        int most = limit(call.first("limit"));
        var asked = new AtomicReference<Query>();
        Answer here = context.reads().told(call, state -> {
            Query query = find(state, idOrName);
            List<Candidate> found = found(call.permit(), state, query);
            if (found.isEmpty()) {
                asked.set(query);
            }
            String self = context.home().name();
            var order = Order.of(query.service(), call.first("near"), most, self, "", state.nodes());
            var sorted = order.sort(found, context.elsewhere()::place, context.random());
            return Answer.json(out -> result(out, query, sorted));
        });
        Query empty = asked.get();
        return empty == null ? here : failover(call, empty, most, here);
    }

    private static List<Candidate> found(Permit permit, State state, Query query) {
        var candidates = new ArrayList<Candidate>();
        for (Service service : state.instances(query.service().service())) {
            Node node = state.node(service.node());
            if (node != null && permit.sees(node) && permit.seesService(service.name())) {
                candidates.add(new Candidate(node, service, state.checksFor(service)));
            }
        }
        return query.service().select(candidates);
    }

    /**
     * Nobody is here: the sites that the query names are asked, one after the other, until one has somebody. As with Consul the answer
     * of the last one that gave any is told, and how many were asked.
     */
    private Answer failover(Call call, Query query, int most, Answer here) throws InterruptedException {
        int failovers = 0;
        Answer last = here;
        for (String site : query.service().failover().order(context.elsewhere().sites())) {
            failovers++;
            try {
                byte[] body = new Question(query).kept("").definition().getBytes(StandardCharsets.UTF_8);
                var asked = new Elsewhere.Asked("POST", SITES + "?limit=" + most, call.token(), body, PATIENCE);
                Elsewhere.Told told = context.elsewhere().ask(site, asked);
                if (told.status() == 200 && JSON.readTree(told.body()) instanceof ObjectNode answer) {
                    answer.put("Failovers", failovers);
                    last = here.saying(out -> JSON.writeTree(out, answer));
                    if (!answer.path("Nodes").isEmpty()) {
                        return last;
                    }
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} was not asked for {1}: {2}", site, query.name(), e.getMessage());
            }
        }
        return last;
    }

    /** What a node of another site asks, which has nobody itself. */
    private Answer executeForSite(Call call) throws Refusal, IOException, InterruptedException {
        int most = limit(call.first("limit"));
        Query query = Question.sent(call.body());
        Permit permit = call.permit();
        return context.reads().now(call, state -> {
            var sorted = new Order("", most).sort(found(permit, state, query), _ -> null, context.random());
            return Answer.json(out -> result(out, query, sorted));
        });
    }

    private static int limit(String text) throws Refusal {
        try {
            return text.isEmpty() ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw Refusal.bad("Bad limit: strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
    }

    private void result(JsonGenerator out, Query query, List<Candidate> found) throws IOException {
        out.writeStartObject();
        out.writeStringField("Service", query.service().service());
        out.writeArrayFieldStart("Nodes");
        for (Candidate candidate : found) {
            out.writeStartObject();
            out.writeFieldName("Node");
            context.shapes().node(out, candidate.node());
            out.writeFieldName("Service");
            context.shapes().service(out, candidate.service());
            out.writeArrayFieldStart("Checks");
            for (var check : candidate.checks()) {
                context.shapes().check(out, check);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectFieldStart("DNS");
        out.writeStringField("TTL", query.dnsTtl());
        out.writeEndObject();
        out.writeStringField("Datacenter", context.home().datacenter());
        out.writeNumberField("Failovers", 0);
        meta(out);
        out.writeEndObject();
    }

    /** What Consul's servers tell its agents besides, and it lets through here. */
    private static void meta(JsonGenerator out) throws IOException {
        out.writeNumberField("Index", 0);
        out.writeNumberField("LastContact", 0);
        out.writeBooleanField("KnownLeader", true);
        out.writeStringField("ConsistencyLevel", "leader");
    }
}
