package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /v1/txn}: several steps, all or none.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/txn">Consul: transactions</a>
 */
final class TxnEndpoint {
    private static final int MOST_STEPS = 64;

    private final Context context;

    TxnEndpoint(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.put("/v1/txn", this::txn);
    }

    private Answer txn(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        List<Form> forms = Form.list(call.body(), "Failed to parse body: ");
        if (forms.size() > MOST_STEPS) {
            throw new Refusal(
                    413, "Transaction contains too many operations (" + forms.size() + " > " + MOST_STEPS + ")");
        }
        var steps = new ArrayList<Command.Step>();
        for (Form form : forms) {
            try {
                Steps.of(form).ifPresent(steps::add);
            } catch (Steps.Unfit e) {
                call.permit();
                var failure = new Outcome.Failure(steps.size(), e.getMessage());
                return body(
                                List.of(),
                                List.of(failure),
                                !e.write() && steps.stream().noneMatch(Steps::writes))
                        .as(409);
            }
        }
        boolean read = steps.stream().noneMatch(Steps::writes);
        Permit permit = call.permit();
        List<Outcome.Failure> denied = denied(steps, new Vetting(context.reads().state(), permit));
        return denied.isEmpty()
                ? answer(context.writes().apply(call, new Command.Txn(steps)), read, permit)
                : body(List.of(), denied, read).as(409);
    }

    private static List<Outcome.Failure> denied(List<Command.Step> steps, Vetting vetting) {
        var denied = new ArrayList<Outcome.Failure>();
        for (int i = 0; i < steps.size(); i++) {
            try {
                vetting.vet(steps.get(i));
            } catch (Refusal e) {
                denied.add(new Outcome.Failure(i, String.valueOf(e.getMessage())));
            }
        }
        return denied;
    }

    private Answer answer(Outcome outcome, boolean read, Permit permit) {
        return switch (outcome) {
            case Outcome.Committed committed ->
                body(
                        committed.results().stream()
                                .filter(r -> permit.sees(r.entry()))
                                .toList(),
                        List.of(),
                        read);
            case Outcome.RolledBack back ->
                body(List.of(), back.failures(), read).as(409);
            case Outcome.Done done -> body(List.of(), List.of(), read);
            case Outcome.No no -> body(List.of(), List.of(), read).as(409);
            case Outcome.Refused refused -> Answer.text(500, refused.message());
        };
    }

    private Answer body(List<Outcome.Result> results, List<Outcome.Failure> failures, boolean read) {
        Answer answer = Answer.json(out -> {
            out.writeStartObject();
            results(out, results, failures.isEmpty());
            errors(out, failures);
            if (read) {
                out.writeNumberField("Index", 0);
                out.writeNumberField("LastContact", 0);
                out.writeBooleanField("KnownLeader", true);
                out.writeStringField("ConsistencyLevel", "");
            }
            out.writeEndObject();
        });
        return read ? answer.with("X-Consul-KnownLeader", "true").with("X-Consul-LastContact", "0") : answer;
    }

    private void results(JsonGenerator out, List<Outcome.Result> results, boolean done) throws IOException {
        if (!done) {
            out.writeNullField("Results");
            return;
        }
        out.writeArrayFieldStart("Results");
        for (Outcome.Result result : results) {
            out.writeStartObject();
            switch (result.entry()) {
                case KvEntry entry -> {
                    out.writeFieldName("KV");
                    KvEndpoints.write(out, entry, result.read());
                }
                case Node node -> {
                    out.writeFieldName("Node");
                    context.shapes().node(out, node);
                }
                case Service service -> {
                    out.writeFieldName("Service");
                    context.shapes().service(out, service);
                }
                case Check check -> {
                    out.writeFieldName("Check");
                    context.shapes().check(out, check);
                }
                case Session session -> throw new IllegalStateException("no step gives " + session.id());
                case PreparedQuery query -> throw new IllegalStateException("no step gives " + query.id());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void errors(JsonGenerator out, List<Outcome.Failure> failures) throws IOException {
        if (failures.isEmpty()) {
            out.writeNullField("Errors");
            return;
        }
        out.writeArrayFieldStart("Errors");
        for (Outcome.Failure failure : failures) {
            out.writeStartObject();
            out.writeNumberField("OpIndex", failure.step());
            out.writeStringField("What", failure.what());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
