package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Session;

/**
 * How prepared queries change.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/query">Consul: prepared queries</a>
 */
final class QueryRules {
    private QueryRules() {}

    static void apply(Draft draft, Command.Queries command) {
        var tables = draft.tables();
        switch (command) {
            case Command.PutQuery(var query, var create) -> put(draft, query, create);
            case Command.RemoveQuery(var id) -> {
                if (!tables.queries.containsKey(id)) {
                    throw absent(id);
                }
                tables.queries = tables.queries.minus(id);
                draft.markQueries();
            }
        }
    }

    private static Refusal absent(String id) {
        return new Refusal("Cannot modify non-existent prepared query: '" + id + "'");
    }

    /** Ends each query that was to end with the session. */
    static void endThoseOf(Draft draft, Session session) {
        var tables = draft.tables();
        for (var query : tables.queries.values()) {
            if (query.session().equals(session.id())) {
                tables.queries = tables.queries.minus(query.id());
                draft.markQueries();
            }
        }
    }

    private static void put(Draft draft, PreparedQuery wanted, boolean create) {
        var tables = draft.tables();
        var old = tables.queries.get(wanted.id());
        if (create && old != null) {
            throw new Refusal("Prepared query '" + wanted.id() + "' is there already");
        }
        if (!create && old == null) {
            throw absent(wanted.id());
        }
        if (!wanted.session().isEmpty() && !tables.sessions.containsKey(wanted.session())) {
            throw Refusal.invalidSession(wanted.session());
        }
        for (var other : tables.queries.values()) {
            // a template is a query by its own name, too; the empty name is one only among templates
            boolean named = !wanted.name().isEmpty() || (wanted.template() && other.template());
            if (named
                    && other.name().equalsIgnoreCase(wanted.name())
                    && !other.id().equals(wanted.id())) {
                throw new Refusal(
                        wanted.name().isEmpty()
                                ? "a query template with an empty name already exists"
                                : "name '" + wanted.name() + "' aliases an existing query name");
            }
        }
        var next = wanted.at(old == null ? draft.index() : old.createIndex(), draft.index());
        tables.queries = tables.queries.plus(next.id(), next);
        draft.markQueries();
    }
}
