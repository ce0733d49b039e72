package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.model.Registry.Kind;
import dev.drover.registry.command.Command;
import dev.drover.registry.consul.go.GoNumber;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code /v1/kv}: values under keys.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/kv">Consul: key/value store</a>
 */
final class KvEndpoints {
    private final Context context;

    KvEndpoints(Context context) {
        this.context = context;
    }

    void register(Paths paths) {
        paths.at("/v1/kv/", List.of("GET", "PUT", "DELETE"), call -> switch (call.method()) {
            case "GET" -> call.has("keys") ? keys(call) : get(call);
            case "PUT" -> put(call);
            default -> delete(call);
        });
    }

    private Answer get(Call call) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        if (call.has("recurse")) {
            return context.reads()
                    .read(call, new Topic.Prefix(call.rest()), state -> entries(seen(state, call.rest(), permit)));
        }
        String key = call.named("Missing key name");
        permit.read(Kind.KEYS, key);
        return context.reads().read(call, new Topic.Key(key), state -> {
            KvEntry entry = state.key(key);
            if (entry == null) {
                return Answer.empty(404);
            }
            return call.has("raw") ? raw(entry) : entries(List.of(entry));
        });
    }

    private static List<KvEntry> seen(State state, String prefix, Permit permit) {
        return state.keys(prefix).stream()
                .filter(entry -> permit.seesKey(entry.key()))
                .toList();
    }

    private static Answer entries(List<KvEntry> entries) {
        if (entries.isEmpty()) {
            return Answer.empty(404);
        }
        return Answer.json(out -> {
            out.writeStartArray();
            for (KvEntry entry : entries) {
                write(out, entry, true);
            }
            out.writeEndArray();
        });
    }

    /** Marked so that no browser takes what somebody stored for a page of ours. */
    private static Answer raw(KvEntry entry) {
        return Answer.bytes(200, "text/plain", entry.value())
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Security-Policy", "sandbox");
    }

    static void write(JsonGenerator out, KvEntry entry, boolean value) throws IOException {
        out.writeStartObject();
        out.writeNumberField("LockIndex", entry.lockIndex());
        out.writeStringField("Key", entry.key());
        out.writeFieldName("Flags");
        out.writeNumber(Long.toUnsignedString(entry.flags()));
        if (value && entry.value().length > 0) {
            out.writeBinaryField("Value", entry.value());
        } else {
            out.writeNullField("Value");
        }
        if (!entry.session().isEmpty()) {
            out.writeStringField("Session", entry.session());
        }
        Shapes.indexes(out, entry.createIndex(), entry.modifyIndex());
        out.writeEndObject();
    }

    private Answer keys(Call call) throws Refusal, InterruptedException {
        Permit permit = call.permit();
        // Consul's first spelling of the word lives on.
        String separator = call.has("separator") ? call.first("separator") : call.first("seperator");
        return context.reads().read(call, new Topic.Prefix(call.rest()), state -> {
            Set<String> names = names(seen(state, call.rest(), permit), call.rest(), separator);
            if (names.isEmpty() && !call.rest().isEmpty()) {
                return Answer.empty(404);
            }
            return Answer.json(out -> {
                out.writeStartArray();
                for (String name : names) {
                    out.writeString(name);
                }
                out.writeEndArray();
            });
        });
    }

    /** Keys below a prefix, each cut behind the first separator that follows the prefix. */
    private static Set<String> names(List<KvEntry> entries, String prefix, String separator) {
        var names = new LinkedHashSet<String>();
        for (KvEntry entry : entries) {
            int cut = separator.isEmpty() ? -1 : entry.key().indexOf(separator, prefix.length());
            names.add(cut < 0 ? entry.key() : entry.key().substring(0, cut + separator.length()));
        }
        return names;
    }

    private Answer put(Call call) throws Refusal, IOException, InterruptedException {
        context.reads().here(call);
        String key = call.named("Missing key name");
        oneOf(call, "cas", "acquire", "release");
        long flags = call.has("flags") ? number(call, "flags") : 0;
        long cas = call.has("cas") ? number(call, "cas") : 0;
        byte[] value = value(call);
        Command command;
        if (call.has("release")) {
            command = new Command.Kv.Release(key, value, flags, call.first("release"));
        } else if (call.has("acquire")) {
            command = new Command.Kv.Acquire(key, value, flags, call.first("acquire"));
        } else if (call.has("cas")) {
            command = new Command.Kv.Cas(key, value, flags, cas);
        } else {
            command = new Command.Kv.Put(key, value, flags);
        }
        return Answer.truth(context.writes().held(call, command));
    }

    private static byte[] value(Call call) throws Refusal, IOException {
        if (call.told() > Call.LARGEST) {
            throw new Refusal(
                    413,
                    "Request body(" + call.told() + " bytes) too large, max size: " + Call.LARGEST
                            + " bytes. See https://www.consul.io/docs/agent/options.html#kv_max_value_size.");
        }
        return call.body();
    }

    private Answer delete(Call call) throws Refusal, InterruptedException {
        context.reads().here(call);
        oneOf(call, "recurse", "cas");
        if (call.has("recurse")) {
            return Answer.truth(context.writes().held(call, new Command.Kv.DeleteTree(call.rest())));
        }
        String key = call.named("Missing key name");
        Command command =
                call.has("cas") ? new Command.Kv.DeleteCas(key, number(call, "cas")) : new Command.Kv.Delete(key);
        return Answer.truth(context.writes().held(call, command));
    }

    /** What is wrong with a number here, Consul finds out too late to call it the caller's mistake. */
    private static long number(Call call, String parameter) throws Refusal {
        try {
            return GoNumber.unsigned(call.first(parameter));
        } catch (Unreadable e) {
            throw Refusal.failed(e.getMessage());
        }
    }

    private static void oneOf(Call call, String... parameters) throws Refusal {
        int named = 0;
        for (String parameter : parameters) {
            named += call.has(parameter) ? 1 : 0;
        }
        if (named > 1) {
            throw Refusal.bad("Conflicting flags: " + call.parameters());
        }
    }
}
