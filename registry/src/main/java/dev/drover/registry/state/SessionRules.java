package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.under;
import static dev.drover.registry.state.Tables.within;
import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sessions begin and end, and what becomes of the locks they hold.
 *
 * @see <a href="https://developer.hashicorp.com/consul/docs/automate/session">Consul: sessions</a>, which names the five ways to end
 */
final class SessionRules {
    private SessionRules() {}

    static void apply(Draft draft, Command.Sessions command) {
        switch (command) {
            case Command.CreateSession(var session) -> create(draft, session);
            case Command.DestroySession(var id) -> {
                var session = draft.tables().sessions.get(id);
                if (session != null) {
                    end(draft, session);
                }
            }
            case Command.RenewSession(var id) -> {
                var session = draft.tables().sessions.get(id);
                if (session == null) {
                    throw new Refusal("Session id '" + id + "' not found");
                }
                draft.renew(session.renewedAt(draft.now()));
            }
            case Command.ExpireSession(var id, var renewed) -> {
                var session = draft.tables().sessions.get(id);
                if (session != null && session.renewed().equals(renewed)) {
                    end(draft, session);
                }
            }
        }
    }

    private static void create(Draft draft, Session wanted) {
        var node = draft.tables().nodes.get(lower(wanted.node()));
        if (node == null) {
            throw Refusal.missingNode();
        }
        if (draft.tables().sessions.containsKey(wanted.id())) {
            throw new Refusal("Session id '" + wanted.id() + "' is there already");
        }
        for (var checks : List.of(wanted.nodeChecks(), wanted.serviceChecks())) {
            for (var id : checks) {
                requireWell(CatalogRules.check(draft, wanted.node(), id), id);
            }
        }
        draft.put(new Session(
                wanted.id(),
                wanted.name(),
                node.name(),
                wanted.lockDelay(),
                wanted.behaviour(),
                wanted.ttl(),
                wanted.nodeChecks(),
                wanted.serviceChecks(),
                draft.now(),
                draft.index(),
                draft.index()));
    }

    private static void requireWell(@Nullable Check check, String id) {
        if (check == null) {
            throw new Refusal("Missing check '" + id + "' registration");
        }
        if (check.status() == CheckStatus.CRITICAL) {
            throw new Refusal("Check '" + id + "' is in critical state");
        }
    }

    /** Ends each session that depends on a check, which is critical or gone. */
    static void endThoseOf(Draft draft, Check check) {
        for (var session : under(draft.tables().sessionsOfNodes, within(lower(check.node())))) {
            var ids = check.serviceId().isEmpty() ? session.nodeChecks() : session.serviceChecks();
            if (ids.contains(check.id())) {
                end(draft, session);
            }
        }
    }

    static void end(Draft draft, Session session) {
        draft.drop(session);
        for (var key : under(draft.tables().held, within(session.id()))) {
            var entry = draft.tables().kv.get(key);
            if (entry != null) {
                giveUp(draft, session, entry);
            }
        }
        QueryRules.endThoseOf(draft, session);
    }

    private static void giveUp(Draft draft, Session session, KvEntry entry) {
        switch (session.behaviour()) {
            case RELEASE -> draft.put(entry.heldBy("", entry.lockIndex()).at(entry.createIndex(), draft.index()));
            case DELETE -> draft.drop(entry);
        }
        if (session.lockDelay().isPositive()) {
            KvRules.delay(draft, entry.key(), session.lockDelay());
        }
    }
}
