package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v1/query}: questions kept under a name, asked again and again.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/query">Consul: prepared queries</a>
 */
final class QueryEndpoints {
    private final Context context;
    private final Selection selection;

    QueryEndpoints(Context context) {
        this.context = context;
        this.selection = new Selection(context.home());
    }

    void register(Paths paths) {
        paths.at("/v1/query", List.of("GET", "POST"), call -> call.method().equals("GET") ? list(call) : create(call))
                .at("/v1/query/", List.of("GET", "PUT", "DELETE"), this::one);
    }

    private Answer create(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        String id = context.newId();
        Question question = Question.of(Form.of(call));
        context.writes().apply(new Command.PutQuery(question.kept(id), true));
        return Answer.json(out -> {
            out.writeStartObject();
            out.writeStringField("ID", id);
            out.writeEndObject();
        });
    }

    private Answer list(Call call) throws Refusal, InterruptedException {
        return context.reads().read(call, new Topic.AllQueries(), state -> written(state.queries()));
    }

    private static Answer written(Collection<PreparedQuery> queries) throws Refusal {
        var questions = new ArrayList<Question.Kept>();
        for (PreparedQuery query : queries) {
            questions.add(new Question.Kept(query, Question.read(query.definition())));
        }
        return Answer.json(out -> {
            out.writeStartArray();
            for (Question.Kept kept : questions) {
                kept.write(out);
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
        return context.reads().read(call, new Topic.AllQueries(), state -> {
            PreparedQuery query = state.query(id);
            if (query == null) {
                throw notFound();
            }
            return written(List.of(query));
        });
    }

    private Answer update(Call call, String id) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        Question question = Question.of(Form.of(call));
        context.writes().apply(new Command.PutQuery(question.kept(id), false));
        return Answer.done();
    }

    private Answer delete(Call call, String id) throws Refusal, InterruptedException {
        context.reads().here(call);
        context.writes().apply(new Command.RemoveQuery(id));
        return Answer.done();
    }

    private static Refusal notFound() {
        return new Refusal(404, "Query not found");
    }

    private static Question.Kept find(State state, String idOrName) throws Refusal {
        PreparedQuery byId = state.query(idOrName);
        Optional<PreparedQuery> found = byId != null
                ? Optional.of(byId)
                : state.queries().stream()
                        .filter(query -> !query.name().isEmpty() && query.name().equals(idOrName))
                        .findFirst();
        PreparedQuery query = found.orElseThrow(QueryEndpoints::notFound);
        return new Question.Kept(query, Question.read(query.definition()));
    }

    private Answer explain(Call call, String idOrName) throws Refusal, InterruptedException {
        return context.reads().now(call, state -> {
            Question.Kept kept = find(state, idOrName);
            return Answer.json(out -> {
                out.writeStartObject();
                out.writeFieldName("Query");
                kept.write(out);
                out.writeEndObject();
            });
        });
    }

    private Answer execute(Call call, String idOrName) throws Refusal, InterruptedException {
        int most = limit(call.first("limit"));
        return context.reads().now(call, state -> {
            Question question = find(state, idOrName).question();
            var found = new ArrayList<Selection.Instance>();
            for (Selection.Instance instance : selection.instances(state, call, question.service())) {
                if (question.takes(instance, state.checksFor(instance.service()))) {
                    found.add(instance);
                }
            }
            return Answer.json(out -> result(
                    out, state, question, most == 0 ? found : found.subList(0, Math.min(most, found.size()))));
        });
    }

    private static int limit(String text) throws Refusal {
        try {
            return text.isEmpty() ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw Refusal.bad("Bad limit: strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
    }

    private void result(JsonGenerator out, State state, Question question, List<Selection.Instance> found)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("Service", question.service());
        out.writeArrayFieldStart("Nodes");
        for (Selection.Instance instance : found) {
            Service service = instance.service();
            out.writeStartObject();
            out.writeFieldName("Node");
            context.shapes().node(out, instance.node());
            out.writeFieldName("Service");
            context.shapes().service(out, service);
            out.writeArrayFieldStart("Checks");
            for (var check : state.checksFor(service)) {
                context.shapes().check(out, check);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectFieldStart("DNS");
        out.writeStringField("TTL", question.dnsTtl());
        out.writeEndObject();
        out.writeStringField("Datacenter", context.home().datacenter());
        out.writeNumberField("Failovers", 0);
        out.writeNumberField("Index", 0);
        out.writeNumberField("LastContact", 0);
        out.writeBooleanField("KnownLeader", true);
        out.writeStringField("ConsistencyLevel", "");
        out.writeEndObject();
    }
}
