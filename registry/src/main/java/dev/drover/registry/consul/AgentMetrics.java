package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.model.Registry.Kind;
import dev.drover.registry.state.State;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code /v1/agent/metrics}: figures of the registry in the shape that Consul's have. Their names are Drover's own, for they are not
 * Consul's figures; all others are at {@code /metrics} of the admin API.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent#view-metrics">Consul: metrics</a>
 */
final class AgentMetrics {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT);

    private final Context context;

    AgentMetrics(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.get("/v1/agent/metrics", this::metrics);
    }

    private Answer metrics(Call call) throws Refusal {
        call.permit().read(Kind.AGENTS, context.home().name());
        if (!call.first("format").isEmpty()) {
            throw Refusal.absent("other formats here: a scrape finds them at /metrics of the admin API");
        }
        State state = context.reads().state();
        Runtime runtime = Runtime.getRuntime();
        String time = Instant.ofEpochMilli(context.reads().millis())
                .atOffset(ZoneOffset.UTC)
                .format(TIME);
        return Answer.json(out -> {
            out.writeStartObject();
            out.writeStringField("Timestamp", time);
            out.writeArrayFieldStart("Gauges");
            gauge(out, "runtime.heap_bytes", runtime.totalMemory() - runtime.freeMemory());
            gauge(out, "registry.nodes", state.nodes().size());
            gauge(out, "registry.services", state.serviceNames().size());
            gauge(out, "registry.instances", state.instances().size());
            gauge(out, "registry.checks", state.checks().size());
            gauge(out, "registry.keys", state.keyCount());
            gauge(out, "registry.sessions", state.sessions().size());
            gauge(out, "registry.queries", state.queries().size());
            gauge(out, "registry.waiting", context.reads().waiting());
            gauge(out, "registry.index", state.index());
            out.writeEndArray();
            for (String none : new String[] {"Points", "Counters", "Samples"}) {
                out.writeArrayFieldStart(none);
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void gauge(JsonGenerator out, String name, long value) throws IOException {
        out.writeStartObject();
        out.writeStringField("Name", "drover." + name);
        out.writeNumberField("Value", value);
        out.writeObjectFieldStart("Labels");
        out.writeEndObject();
        out.writeEndObject();
    }
}
