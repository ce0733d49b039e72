package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.join;
import static dev.drover.registry.state.Tables.under;
import static dev.drover.registry.state.Tables.within;
import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Entry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nodes, services and checks change.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/catalog">Consul: catalog</a>
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent/service">Consul: agent, services</a>
 */
final class CatalogRules {
    private CatalogRules() {}

    static void apply(Draft draft, Command.Catalog command) {
        switch (command) {
            case Command.Register r -> register(draft, r);
            case Command.PutNode(var node) -> put(draft, node);
            case Command.PutService s -> {
                put(draft, s.service());
                putChecksOf(draft, s);
            }
            case Command.PutCheck(var check, var keepStatus) -> put(draft, check, keepStatus);
            case Command.SetCheck(var node, var id, var status, var output) -> {
                var check = check(draft, node, id);
                if (check == null) {
                    throw new Refusal("Unknown check \"" + id + "\"");
                }
                put(draft, check.saying(status, output), false);
            }
            case Command.RemoveNode(var name) -> removeNode(draft, lower(name));
            case Command.RemoveService(var node, var id) -> {
                var service = service(draft, node, id);
                if (service != null) {
                    remove(draft, service);
                }
            }
            case Command.RemoveCheck(var node, var id) -> {
                var check = check(draft, node, id);
                if (check != null) {
                    remove(draft, check);
                }
            }
        }
    }

    /** What a command would write over or remove. */
    static @Nullable Entry subject(Draft draft, Command.Catalog command) {
        return switch (command) {
            case Command.Register r -> node(draft, r.node().name());
            case Command.PutNode(var node) -> node(draft, node.name());
            case Command.PutService s ->
                service(draft, s.service().node(), s.service().id());
            case Command.PutCheck c -> check(draft, c.check().node(), c.check().id());
            case Command.SetCheck s -> check(draft, s.node(), s.check());
            case Command.RemoveNode(var name) -> node(draft, name);
            case Command.RemoveService(var node, var id) -> service(draft, node, id);
            case Command.RemoveCheck(var node, var id) -> check(draft, node, id);
        };
    }

    static @Nullable Node node(Draft draft, String name) {
        return draft.tables().nodes.get(lower(name));
    }

    static @Nullable Service service(Draft draft, String node, String id) {
        return draft.tables().services.get(join(lower(node), lower(id)));
    }

    static @Nullable Check check(Draft draft, String node, String id) {
        return draft.tables().checks.get(join(lower(node), lower(id)));
    }

    private static void register(Draft draft, Command.Register command) {
        if (!command.skipNodeUpdate() || node(draft, command.node().name()) == null) {
            put(draft, command.node());
        }
        for (var service : command.services()) {
            put(draft, service);
        }
        for (var check : command.checks()) {
            put(draft, check, false);
        }
    }

    private static void put(Draft draft, Node wanted) {
        var old = renamed(draft, wanted);
        if (old == null) {
            old = node(draft, wanted.name());
        }
        if (old == null) {
            draft.put(wanted.at(draft.index(), draft.index()));
            return;
        }
        // Who registers something for a node need not know its id.
        var next = wanted.id().isEmpty() ? withId(wanted, old.id()) : wanted;
        if (!next.same(old)) {
            draft.put(next.at(old.createIndex(), draft.index()));
        }
    }

    private static Node withId(Node node, String id) {
        return new Node(id, node.name(), node.address(), node.taggedAddresses(), node.meta(), 0, 0);
    }

    /** The node of the same id and another name, now gone with all that was on it; null where there is none. */
    private static @Nullable Node renamed(Draft draft, Node wanted) {
        if (wanted.id().isEmpty()) {
            return null;
        }
        var taken = node(draft, wanted.name());
        if (taken != null && !taken.id().isEmpty() && !taken.id().equalsIgnoreCase(wanted.id())) {
            throw new Refusal(
                    "Node name " + wanted.name() + " is reserved by node " + taken.id() + " with name " + taken.name());
        }
        var known = draft.tables().nodeIds.get(lower(wanted.id()));
        if (known == null || known.equals(lower(wanted.name()))) {
            return null;
        }
        var old = draft.tables().nodes.get(known);
        removeNode(draft, known);
        return old;
    }

    private static void put(Draft draft, Service wanted) {
        var node = node(draft, wanted.node());
        if (node == null) {
            throw Refusal.missingNode();
        }
        var service = on(node, wanted);
        var old = service(draft, node.name(), service.id());
        if (old == null) {
            draft.put(service.at(draft.index(), draft.index()));
            return;
        }
        if (service.same(old)) {
            return;
        }
        if (!lower(old.name()).equals(lower(service.name()))) {
            draft.drop(old);
        }
        draft.put(service.at(old.createIndex(), draft.index()));
        if (!old.name().equals(service.name()) || !old.tags().equals(service.tags())) {
            for (var check : checksOf(draft, service)) {
                draft.put(check.ofService(service.name(), service.tags()).at(check.createIndex(), draft.index()));
            }
        }
    }

    /** Puts back what was there, exactly; yet it shares with its node the words that both have, as it did when it was registered. */
    static void restore(Draft draft, Service service) {
        var node = node(draft, service.node());
        var shared = node == null ? service : on(node, service);
        draft.put(shared.same(service) ? shared.at(service.createIndex(), service.modifyIndex()) : service);
    }

    /** The same of a check, with its node and service. */
    static void restore(Draft draft, Check check) {
        var node = node(draft, check.node());
        if (node == null || (!check.serviceId().isEmpty() && service(draft, node.name(), check.serviceId()) == null)) {
            draft.put(check);
            return;
        }
        var shared = knowing(draft, node, check);
        draft.put(shared.same(check) ? shared.at(check.createIndex(), check.modifyIndex()) : check);
    }

    private static Service on(Node node, Service s) {
        return new Service(
                node.name(),
                s.id(),
                s.name(),
                s.tags(),
                s.address(),
                s.taggedAddresses(),
                s.port(),
                s.meta(),
                s.weights(),
                s.enableTagOverride(),
                0,
                0);
    }

    private static void putChecksOf(Draft draft, Command.PutService command) {
        var wanted = new HashSet<String>();
        for (var check : command.checks()) {
            wanted.add(lower(check.id()));
            put(draft, check, command.keepStatus());
        }
        if (command.replaceChecks()) {
            for (var check : checksOf(draft, command.service())) {
                if (!wanted.contains(lower(check.id()))) {
                    remove(draft, check);
                }
            }
        }
    }

    private static void put(Draft draft, Check wanted, boolean keepStatus) {
        var node = node(draft, wanted.node());
        if (node == null) {
            throw Refusal.missingNode();
        }
        var old = check(draft, node.name(), wanted.id());
        var check = knowing(draft, node, wanted);
        if (old != null && keepStatus) {
            check = check.saying(old.status(), old.output());
        }
        if (old != null && check.same(old)) {
            return;
        }
        if (old != null && !lower(old.serviceId()).equals(lower(check.serviceId()))) {
            draft.drop(old);
        }
        draft.put(check.at(old == null ? draft.index() : old.createIndex(), draft.index()));
        if (check.status() == CheckStatus.CRITICAL) {
            SessionRules.endThoseOf(draft, check);
        }
    }

    /** The check with what follows from its node and service. */
    private static Check knowing(Draft draft, Node node, Check check) {
        String name = "";
        List<String> tags = List.of();
        String id = "";
        if (!check.serviceId().isEmpty()) {
            var service = service(draft, node.name(), check.serviceId());
            if (service == null) {
                throw Refusal.missingService();
            }
            id = service.id();
            name = service.name();
            tags = service.tags();
        }
        return new Check(
                node.name(),
                check.id(),
                check.name(),
                check.status(),
                check.notes(),
                check.output(),
                id,
                name,
                tags,
                check.type(),
                check.definition(),
                0,
                0);
    }

    private static void removeNode(Draft draft, String name) {
        var node = draft.tables().nodes.get(name);
        if (node == null) {
            return;
        }
        for (var session : under(draft.tables().sessionsOfNodes, within(name))) {
            SessionRules.end(draft, session);
        }
        for (var check : under(draft.tables().checks, within(name))) {
            draft.drop(check);
        }
        for (var service : under(draft.tables().services, within(name))) {
            draft.drop(service);
        }
        VoteRules.removeOf(draft, name);
        draft.drop(node);
    }

    private static void remove(Draft draft, Service service) {
        for (var check : checksOf(draft, service)) {
            remove(draft, check);
        }
        draft.drop(service);
    }

    private static void remove(Draft draft, Check check) {
        draft.drop(check);
        SessionRules.endThoseOf(draft, check);
    }

    private static List<Check> checksOf(Draft draft, Service service) {
        return under(draft.tables().checksOfServices, within(lower(service.node()), lower(service.id())));
    }
}
