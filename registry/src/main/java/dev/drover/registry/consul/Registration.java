package dev.drover.registry.consul;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.ServiceAddress;
import dev.drover.registry.entry.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code /v1/catalog/register} is given, and the parts of it that transactions are given alone. */
final class Registration {
    private Registration() {}

    static Command.Register of(Form form) throws Refusal {
        Node node = new Node(
                form.text("ID"),
                form.text("Node"),
                form.text("Address"),
                form.words("TaggedAddresses"),
                form.words("NodeMeta"),
                0,
                0);
        boolean skip = form.truth("SkipNodeUpdate");
        var service = form.form("Service");
        var checks = new ArrayList<>(form.forms("Checks"));
        form.form("Check").ifPresent(checks::add);
        form.know("Datacenter", "Namespace", "Token", "WriteRequest");
        form.end();
        if (node.name().isEmpty()) {
            throw Refusal.failed("Must provide node");
        }
        if (node.address().isEmpty() && !skip) {
            throw Refusal.failed("Must provide address if SkipNodeUpdate is not set");
        }
        var services = service.isPresent() ? List.of(service(service.get(), node.name())) : List.<Service>of();
        for (Service one : services) {
            if (one.name().isEmpty()) {
                throw Refusal.failed("Must provide service name with ID");
            }
            String wrong = Metadata.wrongWith(one.meta());
            if (!wrong.isEmpty()) {
                throw Refusal.failed("failed inserting service: Invalid Service Meta for node " + node.name()
                        + " and serviceID " + one.id() + ": " + wrong);
            }
        }
        var all = new ArrayList<Check>();
        for (Form check : checks) {
            all.add(check(check, node.name()));
        }
        return new Command.Register(node, skip, services, all);
    }

    static Node node(Form form) throws Refusal {
        var node = new Node(
                form.text("ID"),
                form.text("Node"),
                form.text("Address"),
                form.words("TaggedAddresses"),
                form.words("Meta"),
                form.unsigned("CreateIndex"),
                form.unsigned("ModifyIndex"));
        form.know("Datacenter");
        form.end();
        return node;
    }

    static Service service(Form form, String node) throws Refusal {
        String id = form.text("ID");
        String name = form.text("Service");
        form.absent("Kind", "a service mesh");
        form.know("Proxy", "Connect", "Namespace");
        var service = new Service(
                node,
                id.isEmpty() ? name : id,
                name,
                form.texts("Tags"),
                form.text("Address"),
                addresses(form.formsByName("TaggedAddresses")),
                form.number("Port"),
                form.words("Meta"),
                weights(form),
                form.truth("EnableTagOverride"),
                form.unsigned("CreateIndex"),
                form.unsigned("ModifyIndex"));
        form.end();
        return service;
    }

    static Map<String, ServiceAddress> addresses(Map<String, Form> forms) throws Refusal {
        var all = new LinkedHashMap<String, ServiceAddress>();
        for (var entry : forms.entrySet()) {
            Form form = entry.getValue();
            all.put(entry.getKey(), new ServiceAddress(form.text("Address"), form.number("Port")));
            form.end();
        }
        return all;
    }

    static Weights weights(Form form) throws Refusal {
        var weights = form.form("Weights");
        if (weights.isEmpty()) {
            return Weights.DEFAULT;
        }
        var read = new Weights(weights.get().number("Passing"), weights.get().number("Warning"));
        weights.get().end();
        return read;
    }

    /** A check; of the given node unless it names one itself. */
    static Check check(Form form, String node) throws Refusal {
        String own = form.text("Node");
        String id = form.text("CheckID");
        String name = form.text("Name");
        String status = form.text("Status");
        var definition = form.form("Definition");
        var check = new Check(
                own.isEmpty() ? node : own,
                id.isEmpty() ? name : id,
                name,
                CheckStatus.of(status).orElse(CheckStatus.CRITICAL),
                form.text("Notes"),
                form.text("Output"),
                form.text("ServiceID"),
                form.text("ServiceName"),
                form.texts("ServiceTags"),
                form.text("Type"),
                definition.isPresent() ? definition(definition.get()) : CheckDefinition.NONE,
                form.unsigned("CreateIndex"),
                form.unsigned("ModifyIndex"));
        form.know("Namespace", "ExposedPort");
        form.end();
        if (!status.isEmpty() && CheckStatus.of(status).isEmpty()) {
            throw Refusal.failed("Invalid check status: '" + status + "'");
        }
        return check;
    }

    private static CheckDefinition definition(Form form) throws Refusal {
        Duration interval = form.duration("Interval");
        Duration timeout = form.duration("Timeout");
        Duration deregister = form.duration("DeregisterCriticalServiceAfter");
        var read = new CheckDefinition(
                form.text("HTTP"),
                form.text("Method"),
                form.lists("Header"),
                form.text("Body"),
                form.truth("TLSSkipVerify"),
                form.text("TCP"),
                "",
                false,
                List.of(),
                Duration.ZERO,
                "",
                "",
                interval.isZero() ? form.duration("IntervalDuration") : interval,
                timeout.isZero() ? form.duration("TimeoutDuration") : timeout,
                0,
                0,
                deregister.isZero() ? form.duration("DeregisterCriticalServiceAfterDuration") : deregister,
                0);
        form.know("IntervalDuration", "TimeoutDuration", "DeregisterCriticalServiceAfterDuration");
        form.end();
        return read;
    }
}
