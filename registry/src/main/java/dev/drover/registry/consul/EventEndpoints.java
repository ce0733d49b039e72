package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.state.Topic;
import java.io.IOException;

/**
 * {@code /v1/event}: messages to everybody who listens.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/event">Consul: events</a>
 */
final class EventEndpoints {
    private final Context context;

    EventEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.put("/v1/event/fire/", this::fire).get("/v1/event/list", this::list);
    }

    private Answer fire(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        String name = call.named("Missing name");
        var event = new UserEvent(
                context.newId(), name, call.body(), call.first("node"), call.first("service"), call.first("tag"), 0);
        if (!event.tagFilter().isEmpty() && event.serviceFilter().isEmpty()) {
            throw Refusal.failed("Cannot provide tag filter without service filter");
        }
        context.writes().apply(call, new Command.Fire(event));
        return Answer.json(out -> write(out, event));
    }

    private Answer list(Call call) throws Refusal, InterruptedException {
        String name = call.first("name");
        Permit permit = call.permit();
        return context.reads().read(call, new Topic.Events(), state -> {
            var found = state.events().stream()
                    .filter(event -> name.isEmpty() || event.name().equals(name))
                    .filter(permit::sees)
                    .toList();
            return Answer.json(out -> {
                out.writeStartArray();
                for (UserEvent event : found) {
                    write(out, event);
                }
                out.writeEndArray();
            });
        });
    }

    private static void write(JsonGenerator out, UserEvent event) throws IOException {
        out.writeStartObject();
        out.writeStringField("ID", event.id());
        out.writeStringField("Name", event.name());
        if (event.payload().length == 0) {
            out.writeNullField("Payload");
        } else {
            out.writeBinaryField("Payload", event.payload());
        }
        out.writeStringField("NodeFilter", event.nodeFilter());
        out.writeStringField("ServiceFilter", event.serviceFilter());
        out.writeStringField("TagFilter", event.tagFilter());
        out.writeNumberField("Version", 1);
        out.writeNumberField("LTime", event.index());
        out.writeEndObject();
    }
}
