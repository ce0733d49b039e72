package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.registry.Unavailable;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.consul.go.GoNumber;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/agent/check}: the checks of the node that is asked, and what they report.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent/check">Consul: checks of an agent</a>
 */
final class AgentChecks {
    private final Context context;
    private final LocalAgent agent;
    private final AgentForms forms;

    AgentChecks(Context context, LocalAgent agent) {
        this.context = context;
        this.agent = agent;
        this.forms = new AgentForms(context.home().name());
    }

    void register(Paths paths) {
        paths.get("/v1/agent/checks", this::checks)
                .put("/v1/agent/check/register", this::registerCheck)
                .put("/v1/agent/check/deregister/", this::deregister)
                .put("/v1/agent/check/pass/", call -> noted(call, CheckStatus.PASSING))
                .put("/v1/agent/check/warn/", call -> noted(call, CheckStatus.WARNING))
                .put("/v1/agent/check/fail/", call -> noted(call, CheckStatus.CRITICAL))
                .put("/v1/agent/check/update/", this::update);
    }

    private String node() {
        return context.home().name();
    }

    /** All but the one that stands for the node: that is nobody's to report. */
    private Answer checks(Call call) throws Refusal {
        Permit permit = call.permit();
        Predicate<Check> keep = context.filters().agentChecks(call).and(permit::seesOfAgent);
        var all = context.reads().state().checks(node());
        return Answer.json(out -> {
            out.writeStartObject();
            for (Check check : all) {
                if (!check.id().equals(Check.LIVENESS) && keep.test(check)) {
                    out.writeFieldName(check.id());
                    context.shapes().agentCheck(out, check);
                }
            }
            out.writeEndObject();
        });
    }

    private Answer registerCheck(Call call) throws Refusal, IOException, InterruptedException {
        Check check = forms.check(Form.of(call));
        State state = context.reads().state();
        if (!check.serviceId().isEmpty() && state.service(node(), check.serviceId()) == null) {
            throw Refusal.failed("ServiceID " + GoNumber.quoted(check.serviceId()) + " does not exist");
        }
        Permit permit = call.permit();
        own(permit, check);
        Check there = state.check(node(), check.id());
        if (there != null) {
            own(permit, there);
        }
        AgentForms.demandScripts(agent, List.of(check));
        context.writes().apply(call, new Command.PutCheck(check, true));
        agent.begin(check.id());
        return Answer.done();
    }

    private Answer deregister(Call call) throws Refusal, InterruptedException {
        String id = call.named("Missing check ID");
        vet(call, context.reads().state().check(node(), id));
        context.writes().apply(call, new Command.RemoveCheck(node(), id));
        return Answer.done();
    }

    /** A check belongs to whoever may write its service, or the node where it has none. */
    private void vet(Call call, @Nullable Check check) throws Refusal {
        Permit permit = call.permit();
        if (check != null) {
            own(permit, check);
        } else if (permit.rights().areAsked()) {
            throw Refusal.failed("Unknown check " + GoNumber.quoted(call.rest()));
        }
    }

    private void own(Permit permit, Check check) throws Refusal {
        Service service = context.reads().state().service(node(), check.serviceId());
        if (service == null) {
            permit.own(Kind.NODES, node());
        } else {
            permit.own(Kind.SERVICES, service.name());
        }
    }

    private Answer noted(Call call, CheckStatus status) throws Refusal, InterruptedException {
        return report(call, status, call.first("note"));
    }

    private Answer update(Call call) throws Refusal, IOException, InterruptedException {
        Form form = Form.of(call);
        String status = form.text("Status");
        String output = form.text("Output");
        form.end();
        CheckStatus known =
                CheckStatus.of(status).orElseThrow(() -> Refusal.bad("Invalid check status: '" + status + "'"));
        return report(call, known, output);
    }

    private static String shortened(String output, int most) {
        return output.length() <= most
                ? output
                : output.substring(0, most) + " ... (captured " + most + " of " + output.length() + " bytes)";
    }

    private Answer report(Call call, CheckStatus status, String output) throws Refusal, InterruptedException {
        String id = call.rest();
        Check check = context.reads().state().check(node(), id);
        vet(call, check);
        if (check == null || !check.definition().ttl().isPositive()) {
            throw Refusal.failed("CheckID " + GoNumber.quoted(id) + " does not have associated TTL");
        }
        try {
            String kept = shortened(output, check.definition().keptOutput());
            if (agent.report(check, status, kept) instanceof Outcome.Refused refused) {
                throw Refusal.failed(refused.message());
            }
            return Answer.done();
        } catch (Unavailable e) {
            throw Refusal.failed("No cluster leader");
        }
    }
}
