package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.consul.go.Unreadable;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.PreparedQuery;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a prepared query asks for. It is kept as the JSON that {@code /v1/query} gives back.
 *
 * @param tags each must be there, and none that begins with an exclamation mark
 * @param dnsTtl as text; only told
 */
record Question(
        String name,
        String session,
        String service,
        boolean onlyPassing,
        List<String> ignoredChecks,
        List<String> tags,
        Map<String, String> nodeMeta,
        Map<String, String> serviceMeta,
        String dnsTtl) {
    private static final JsonFactory JSON = new JsonFactory();

    Question {
        ignoredChecks = List.copyOf(ignoredChecks);
        tags = List.copyOf(tags);
        nodeMeta = Map.copyOf(nodeMeta);
        serviceMeta = Map.copyOf(serviceMeta);
    }

    /** A question, and the entry it is kept in. */
    record Kept(PreparedQuery entry, Question question) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("ID", entry.id());
            question.fields(out);
            Shapes.indexes(out, entry.createIndex(), entry.modifyIndex());
            out.writeEndObject();
        }
    }

    /** What somebody sent. */
    static Question of(Form form) throws Refusal {
        Form service = form.form("Service").orElseGet(Form::empty);
        Form dns = form.form("DNS").orElseGet(Form::empty);
        form.absent("Template", "templates of queries");
        form.know("ID", "Token", "CreateIndex", "ModifyIndex");
        var question = new Question(
                form.text("Name"),
                form.text("Session"),
                service.text("Service"),
                service.truth("OnlyPassing"),
                service.texts("IgnoreCheckIDs"),
                service.texts("Tags"),
                service.words("NodeMeta"),
                service.words("ServiceMeta"),
                dns.text("TTL"));
        service.absent("Connect", "a service mesh");
        service.absent("Failover", "failover of queries to other sites");
        service.absent("Near", "distances between nodes");
        form.end();
        service.end();
        dns.end();
        if (question.service().isEmpty()) {
            throw Refusal.failed("Must provide a Service name to query");
        }
        checkTtl(question.dnsTtl());
        return question;
    }

    private static void checkTtl(String ttl) throws Refusal {
        try {
            if (!ttl.isEmpty() && GoDuration.parse(ttl).isNegative()) {
                throw Refusal.failed("DNS TTL '" + ttl + "' must be >=0");
            }
        } catch (Unreadable e) {
            throw Refusal.failed("Bad DNS TTL '" + ttl + "': " + e.getMessage());
        }
    }

    /** What was kept. */
    static Question read(String definition) throws Refusal {
        return of(Form.read(definition.getBytes(StandardCharsets.UTF_8), "Kept query: "));
    }

    PreparedQuery kept(String id) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("Name", name);
            out.writeStringField("Session", session);
            service(out, false);
            dns(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PreparedQuery(id, name, session, false, text.toString(), 0, 0);
    }

    private void fields(JsonGenerator out) throws IOException {
        out.writeStringField("Name", name);
        out.writeStringField("Session", session);
        out.writeStringField("Token", "");
        out.writeObjectFieldStart("Template");
        out.writeStringField("Type", "");
        out.writeStringField("Regexp", "");
        out.writeBooleanField("RemoveEmptyTags", false);
        out.writeEndObject();
        service(out, true);
        dns(out);
    }

    private void service(JsonGenerator out, boolean whole) throws IOException {
        out.writeObjectFieldStart("Service");
        out.writeStringField("Service", service);
        if (whole) {
            out.writeObjectFieldStart("Failover");
            out.writeNumberField("NearestN", 0);
            out.writeNullField("Datacenters");
            out.writeEndObject();
        }
        out.writeBooleanField("OnlyPassing", onlyPassing);
        listOrNull(out, "IgnoreCheckIDs", ignoredChecks);
        out.writeStringField("Near", "");
        listOrNull(out, "Tags", tags);
        mapOrNull(out, "NodeMeta", nodeMeta);
        mapOrNull(out, "ServiceMeta", serviceMeta);
        out.writeBooleanField("Connect", false);
        out.writeEndObject();
    }

    private void dns(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("DNS");
        out.writeStringField("TTL", dnsTtl);
        out.writeEndObject();
    }

    private static void listOrNull(JsonGenerator out, String name, List<String> list) throws IOException {
        if (list.isEmpty()) {
            out.writeNullField(name);
        } else {
            Shapes.texts(out, name, list);
        }
    }

    private static void mapOrNull(JsonGenerator out, String name, Map<String, String> map) throws IOException {
        if (map.isEmpty()) {
            out.writeNullField(name);
        } else {
            Shapes.words(out, name, map);
        }
    }

    /** Whether an instance is an answer: none of its checks is critical, or, where only passing ones are wanted, all pass. */
    boolean takes(Selection.Instance instance, List<Check> checks) {
        boolean well = checks.stream()
                .filter(check -> !ignoredChecks.contains(check.id()))
                .allMatch(check -> onlyPassing
                        ? check.status() == CheckStatus.PASSING
                        : check.status() != CheckStatus.CRITICAL);
        return well
                && tagsFit(instance.service().tags())
                && instance.node().meta().entrySet().containsAll(nodeMeta.entrySet())
                && instance.service().meta().entrySet().containsAll(serviceMeta.entrySet());
    }

    private boolean tagsFit(List<String> present) {
        return tags.stream()
                .allMatch(tag -> tag.startsWith("!")
                        ? present.stream().noneMatch(tag.substring(1)::equalsIgnoreCase)
                        : present.stream().anyMatch(tag::equalsIgnoreCase));
    }
}
