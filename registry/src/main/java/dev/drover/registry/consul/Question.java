package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.query.BadQuery;
import dev.drover.registry.query.Failover;
import dev.drover.registry.query.Query;
import dev.drover.registry.query.ServiceQuery;
import dev.drover.registry.query.Template;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How a prepared query is told: the JSON that {@code /v1/query} takes, gives back and has kept.
 *
 * @param query its id is not part of what is kept
 */
record Question(Query query) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(2))
            .build();

    /** What somebody sent. */
    static Question of(Form form) throws Refusal {
        var question = new Question(query("", form));
        try {
            question.query.check();
        } catch (BadQuery e) {
            throw Refusal.failed(e.getMessage());
        }
        return question;
    }

    private static Query query(String id, Form form) throws Refusal {
        Form dns = form.form("DNS").orElseGet(Form::empty);
        Form template = form.form("Template").orElseGet(Form::empty);
        String type = template.text("Type");
        var made = new Template(type, template.text("Regexp"), template.truth("RemoveEmptyTags"));
        form.know("ID", "Token", "CreateIndex", "ModifyIndex");
        var query = new Query(
                id,
                form.text("Name"),
                form.text("Session"),
                type.isEmpty() ? null : made,
                service(form.form("Service").orElseGet(Form::empty)),
                dns.text("TTL"));
        form.end();
        template.end();
        dns.end();
        return query;
    }

    private static ServiceQuery service(Form form) throws Refusal {
        Form failover = form.form("Failover").orElseGet(Form::empty);
        var service = new ServiceQuery(
                form.text("Service"),
                new Failover(failover.number("NearestN"), failover.texts("Datacenters")),
                form.truth("OnlyPassing"),
                form.texts("IgnoreCheckIDs"),
                form.text("Near"),
                form.texts("Tags"),
                form.words("NodeMeta"),
                form.words("ServiceMeta"),
                false);
        form.absent("Connect", "a service mesh");
        form.end();
        failover.end();
        return service;
    }

    /** What was kept. */
    static Query read(PreparedQuery kept) throws Refusal {
        return query(kept.id(), Form.read(kept.definition().getBytes(StandardCharsets.UTF_8), "Kept query: "));
    }

    /** What another site sent, where it was kept and checked. */
    static Query sent(byte[] definition) throws Refusal {
        return query("", Form.read(definition, "Sent query: "));
    }

    PreparedQuery kept(String id) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            fields(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PreparedQuery(id, query.name(), query.session(), query.template() != null, text.toString(), 0, 0);
    }

    /** As it is given back. */
    static void write(JsonGenerator out, PreparedQuery kept, Query query) throws IOException {
        out.writeStartObject();
        out.writeStringField("ID", kept.id());
        new Question(query).fields(out);
        Shapes.indexes(out, kept.createIndex(), kept.modifyIndex());
        out.writeEndObject();
    }

    private void fields(JsonGenerator out) throws IOException {
        out.writeStringField("Name", query.name());
        out.writeStringField("Session", query.session());
        out.writeStringField("Token", "");
        var template = query.template();
        out.writeObjectFieldStart("Template");
        out.writeStringField("Type", template == null ? "" : template.type());
        out.writeStringField("Regexp", template == null ? "" : template.regexp());
        out.writeBooleanField("RemoveEmptyTags", template != null && template.removeEmptyTags());
        out.writeEndObject();
        service(out, query.service());
        out.writeObjectFieldStart("DNS");
        out.writeStringField("TTL", query.dnsTtl());
        out.writeEndObject();
    }

    private static void service(JsonGenerator out, ServiceQuery service) throws IOException {
        out.writeObjectFieldStart("Service");
        out.writeStringField("Service", service.service());
        out.writeObjectFieldStart("Failover");
        out.writeNumberField("NearestN", service.failover().nearestN());
        listOrNull(out, "Datacenters", service.failover().datacenters());
        out.writeEndObject();
        out.writeBooleanField("OnlyPassing", service.onlyPassing());
        listOrNull(out, "IgnoreCheckIDs", service.ignoreCheckIds());
        out.writeStringField("Near", service.near());
        listOrNull(out, "Tags", service.tags());
        mapOrNull(out, "NodeMeta", service.nodeMeta());
        mapOrNull(out, "ServiceMeta", service.serviceMeta());
        out.writeBooleanField("Connect", service.connect());
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
}
