package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.registry.access.Rights;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Entry;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;

/** What a call may see and do: lists lose what it may not see, all else is refused in Consul's words. */
record Permit(Rights rights) {
    void demand(boolean allowed) throws Refusal {
        if (!allowed) {
            throw Refusal.denied();
        }
    }

    void read(Kind kind, String name) throws Refusal {
        demand(rights.mayRead(kind, name));
    }

    void write(Kind kind, String name) throws Refusal {
        demand(rights.mayWrite(kind, name));
    }

    /** The same of what an agent was told; there Consul says what would be needed. */
    void own(Kind kind, String name) throws Refusal {
        if (!rights.mayWrite(kind, name)) {
            String word = kind == Kind.SERVICES ? "service" : "node";
            throw new Refusal(403, "Permission denied: Missing " + word + ":write on " + name);
        }
    }

    boolean sees(Node node) {
        return seesNode(node.name());
    }

    boolean seesNode(String name) {
        return rights.mayRead(Kind.NODES, name);
    }

    /** The service alone; whoever is told of its node too must see that as well. */
    boolean seesService(String name) {
        return rights.mayRead(Kind.SERVICES, name);
    }

    boolean sees(Selection.Instance instance) {
        return sees(instance.node()) && seesService(instance.service().name());
    }

    boolean sees(Check check) {
        return seesNode(check.node()) && (check.serviceName().isEmpty() || seesService(check.serviceName()));
    }

    /** An agent tells of a service's check whoever may read the service. */
    boolean seesOfAgent(Check check) {
        return check.serviceName().isEmpty() ? seesNode(check.node()) : seesService(check.serviceName());
    }

    boolean seesKey(String key) {
        return rights.mayRead(Kind.KEYS, key);
    }

    boolean sees(Session session) {
        return rights.mayRead(Kind.SESSIONS, session.node());
    }

    boolean sees(UserEvent event) {
        return rights.mayRead(Kind.EVENTS, event.name());
    }

    /** In a list. A query without a name is known by its id to whoever made it, and listed to operators alone. */
    boolean lists(PreparedQuery query) {
        return rights.mayWriteOperator() || (isNamed(query) && rights.mayRead(Kind.QUERIES, query.name()));
    }

    /** Asked for by its id. */
    boolean sees(PreparedQuery query) {
        return rights.mayWriteOperator() || !isNamed(query) || rights.mayRead(Kind.QUERIES, query.name());
    }

    static boolean isNamed(PreparedQuery query) {
        return !query.name().isEmpty() || query.template();
    }

    /** What a transaction gives. */
    boolean sees(Entry entry) {
        return switch (entry) {
            case KvEntry kv -> seesKey(kv.key());
            case Node node -> sees(node);
            case Service service -> seesService(service.name());
            case Check check -> sees(check);
            case Session session -> sees(session);
            case PreparedQuery query -> sees(query);
        };
    }
}
