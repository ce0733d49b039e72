package dev.drover.registry.consul;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.ServiceAddress;
import dev.drover.registry.entry.Weights;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How nodes, services and checks look in the answers of Consul 1.8: which fields, in which order, and which are left out when empty. */
final class Shapes {
    private final String datacenter;

    Shapes(String datacenter) {
        this.datacenter = datacenter;
    }

    void node(JsonGenerator out, Node node) throws IOException {
        out.writeStartObject();
        nodeFields(out, node);
        wordsOrNull(out, "Meta", node.meta());
        indexes(out, node.createIndex(), node.modifyIndex());
        out.writeEndObject();
    }

    private void nodeFields(JsonGenerator out, Node node) throws IOException {
        out.writeStringField("ID", node.id());
        out.writeStringField("Node", node.name());
        out.writeStringField("Address", node.address());
        out.writeStringField("Datacenter", datacenter);
        wordsOrNull(out, "TaggedAddresses", node.taggedAddresses());
    }

    /** The flat form of {@code /v1/catalog/service}. */
    void serviceNode(JsonGenerator out, Node node, Service service) throws IOException {
        out.writeStartObject();
        nodeFields(out, node);
        wordsOrNull(out, "NodeMeta", node.meta());
        out.writeStringField("ServiceKind", "");
        out.writeStringField("ServiceID", service.id());
        out.writeStringField("ServiceName", service.name());
        texts(out, "ServiceTags", service.tags());
        out.writeStringField("ServiceAddress", service.address());
        addresses(out, "ServiceTaggedAddresses", service.taggedAddresses());
        weights(out, "ServiceWeights", service.weights());
        words(out, "ServiceMeta", service.meta());
        out.writeNumberField("ServicePort", service.port());
        out.writeBooleanField("ServiceEnableTagOverride", service.enableTagOverride());
        proxy(out, "ServiceProxy", "ServiceConnect");
        indexes(out, service.createIndex(), service.modifyIndex());
        out.writeEndObject();
    }

    /** The form inside of others: {@code /v1/health/service}, {@code /v1/catalog/node}. */
    void service(JsonGenerator out, Service service) throws IOException {
        out.writeStartObject();
        serviceFields(out, service);
        proxy(out, "Proxy", "Connect");
        indexes(out, service.createIndex(), service.modifyIndex());
        out.writeEndObject();
    }

    private static void serviceFields(JsonGenerator out, Service service) throws IOException {
        out.writeStringField("ID", service.id());
        out.writeStringField("Service", service.name());
        texts(out, "Tags", service.tags());
        out.writeStringField("Address", service.address());
        addresses(out, "TaggedAddresses", service.taggedAddresses());
        wordsOrNull(out, "Meta", service.meta());
        out.writeNumberField("Port", service.port());
        weights(out, "Weights", service.weights());
        out.writeBooleanField("EnableTagOverride", service.enableTagOverride());
    }

    /** An instance with all that says how it is. */
    void health(JsonGenerator out, Filters.Health health) throws IOException {
        out.writeStartObject();
        out.writeFieldName("Node");
        node(out, health.instance().node());
        out.writeFieldName("Service");
        service(out, health.instance().service());
        out.writeArrayFieldStart("Checks");
        for (Check check : health.checks()) {
            check(out, check);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** What an agent tells of its own service. */
    void agentService(JsonGenerator out, Service service) throws IOException {
        out.writeStartObject();
        agentServiceFields(out, service);
        out.writeEndObject();
    }

    static void agentServiceFields(JsonGenerator out, Service service) throws IOException {
        out.writeStringField("ID", service.id());
        out.writeStringField("Service", service.name());
        texts(out, "Tags", service.tags());
        words(out, "Meta", service.meta());
        out.writeNumberField("Port", service.port());
        out.writeStringField("Address", service.address());
        addresses(out, "TaggedAddresses", service.taggedAddresses());
        weights(out, "Weights", service.weights());
        out.writeBooleanField("EnableTagOverride", service.enableTagOverride());
    }

    void check(JsonGenerator out, Check check) throws IOException {
        check(out, check, check.createIndex(), check.modifyIndex());
    }

    /** What an agent tells of its own check: without indexes, which only the catalog has. */
    void agentCheck(JsonGenerator out, Check check) throws IOException {
        check(out, check, 0, 0);
    }

    private static void check(JsonGenerator out, Check check, long created, long modified) throws IOException {
        out.writeStartObject();
        said(out, check);
        texts(out, "ServiceTags", check.serviceTags());
        out.writeStringField("Type", typeOf(check));
        out.writeFieldName("Definition");
        definition(out, check.type().isEmpty() ? check.definition() : CheckDefinition.NONE);
        indexes(out, created, modified);
        out.writeEndObject();
    }

    /** Which check it is, and what it said last: alike wherever checks are told of. */
    private static void said(JsonGenerator out, Check check) throws IOException {
        out.writeStringField("Node", check.node());
        out.writeStringField("CheckID", check.id());
        out.writeStringField("Name", check.name());
        out.writeStringField("Status", check.status().text());
        out.writeStringField("Notes", check.notes());
        out.writeStringField("Output", check.output());
        out.writeStringField("ServiceID", check.serviceId());
        out.writeStringField("ServiceName", check.serviceName());
    }

    /** Of a check that was written into the catalog Consul finds out by itself what it would be. */
    private static String typeOf(Check check) {
        if (!check.type().isEmpty()) {
            return check.type();
        }
        if (!check.definition().http().isEmpty()) {
            return "http";
        }
        return check.definition().tcp().isEmpty() ? "" : "tcp";
    }

    /** What an agent tells of a check when it is asked for health: Consul forgets the type there, and writes out what is empty. */
    void bareCheck(JsonGenerator out, Check check) throws IOException {
        out.writeStartObject();
        said(out, check);
        if (check.serviceTags().isEmpty()) {
            out.writeNullField("ServiceTags");
        } else {
            texts(out, "ServiceTags", check.serviceTags());
        }
        out.writeStringField("Type", "");
        out.writeObjectFieldStart("Definition");
        out.writeStringField("HTTP", "");
        out.writeNullField("Header");
        out.writeStringField("Method", "");
        out.writeStringField("Body", "");
        out.writeBooleanField("TLSSkipVerify", false);
        out.writeStringField("TCP", "");
        out.writeStringField("Interval", "0s");
        out.writeStringField("Timeout", "0s");
        out.writeStringField("DeregisterCriticalServiceAfter", "0s");
        out.writeEndObject();
        indexes(out, 0, 0);
        out.writeEndObject();
    }

    /** What is told of a check that was written into the catalog; of the agent's own, Consul tells the type only. */
    private static void definition(JsonGenerator out, CheckDefinition definition) throws IOException {
        out.writeStartObject();
        duration(out, "Interval", definition.interval());
        duration(out, "Timeout", definition.timeout());
        duration(out, "DeregisterCriticalServiceAfter", definition.deregisterCriticalServiceAfter());
        filled(out, "HTTP", definition.http());
        if (!definition.header().isEmpty()) {
            out.writeObjectFieldStart("Header");
            for (var header : new TreeMap<>(definition.header()).entrySet()) {
                texts(out, header.getKey(), header.getValue());
            }
            out.writeEndObject();
        }
        filled(out, "Method", definition.method());
        filled(out, "Body", definition.body());
        if (definition.tlsSkipVerify()) {
            out.writeBooleanField("TLSSkipVerify", true);
        }
        filled(out, "TCP", definition.tcp());
        out.writeEndObject();
    }

    private static void duration(JsonGenerator out, String name, Duration span) throws IOException {
        if (!span.isZero()) {
            out.writeStringField(name, GoDuration.text(span));
        }
    }

    private static void filled(JsonGenerator out, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeStringField(name, text);
        }
    }

    private static void weights(JsonGenerator out, String name, Weights weights) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeNumberField("Passing", weights.passing());
        out.writeNumberField("Warning", weights.warning());
        out.writeEndObject();
    }

    private static void addresses(JsonGenerator out, String name, Map<String, ServiceAddress> addresses)
            throws IOException {
        if (addresses.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart(name);
        for (var entry : new TreeMap<>(addresses).entrySet()) {
            out.writeObjectFieldStart(entry.getKey());
            out.writeStringField("Address", entry.getValue().address());
            out.writeNumberField("Port", entry.getValue().port());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** What clients find of a service mesh: nothing. */
    private static void proxy(JsonGenerator out, String proxy, String connect) throws IOException {
        out.writeObjectFieldStart(proxy);
        out.writeObjectFieldStart("MeshGateway");
        out.writeEndObject();
        out.writeObjectFieldStart("Expose");
        out.writeEndObject();
        out.writeEndObject();
        out.writeObjectFieldStart(connect);
        out.writeEndObject();
    }

    static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    static void words(JsonGenerator out, String name, Map<String, String> words) throws IOException {
        out.writeObjectFieldStart(name);
        for (var word : new TreeMap<>(words).entrySet()) {
            out.writeStringField(word.getKey(), word.getValue());
        }
        out.writeEndObject();
    }

    private static void wordsOrNull(JsonGenerator out, String name, Map<String, String> words) throws IOException {
        if (words.isEmpty()) {
            out.writeNullField(name);
        } else {
            words(out, name, words);
        }
    }

    static void indexes(JsonGenerator out, long created, long modified) throws IOException {
        out.writeNumberField("CreateIndex", created);
        out.writeNumberField("ModifyIndex", modified);
    }
}
