package dev.drover.registry.consul;

import dev.drover.model.Registry.Kind;
import dev.drover.registry.access.Rights;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command may be given, by what is there: the rules of Consul's servers. What takes something's place must be allowed for
 * both.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs">Consul: the table of rules above each path</a>
 */
final class Vetting {
    private final State state;
    private final Rights rights;

    Vetting(State state, Permit permit) {
        this.state = state;
        this.rights = permit.rights();
    }

    void vet(Command command) throws Refusal {
        if (!rights.areAsked()) {
            return;
        }
        switch (command) {
            case Command.Catalog catalog -> catalog(catalog);
            case Command.Sessions sessions -> session(sessions);
            case Command.Queries queries -> query(queries);
            case Command.Fire(var event) -> write(Kind.EVENTS, event.name());
            case Command.Txn txn -> {
                for (Step step : txn.steps()) {
                    vet(step);
                }
            }
            case Command.Models models -> throw Refusal.denied();
            case Command.Challenges challenges -> throw Refusal.denied();
            case Command.Keys keys -> throw Refusal.denied();
            case Command.Nothing() -> {}
            case Command.Votes votes -> demand(false); // nodes write them, and nobody through this door
            case Command.Copying copying -> demand(rights.mayWriteOperator());
            case Command.Kv kv -> key(kv);
        }
    }

    void vet(Step step) throws Refusal {
        if (!rights.areAsked()) {
            return;
        }
        switch (step) {
            case Step.Write(var write) -> key(write);
            case Step.CheckIndex check -> read(check.key());
            case Step.CheckSession check -> read(check.key());
            case Step.CheckNotExists check -> write(Kind.KEYS, check.key());
            case Step.Change(var write) -> catalog(write);
            case Step.ChangeIf change -> catalog(change.write());
            // What these give is sifted on its way out.
            case Step.Get get -> {}
            case Step.GetTree get -> {}
            case Step.GetNode get -> {}
            case Step.GetService get -> {}
            case Step.GetCheck get -> {}
        }
    }

    private static void demand(boolean allowed) throws Refusal {
        if (!allowed) {
            throw Refusal.denied();
        }
    }

    private void write(Kind kind, String name) throws Refusal {
        demand(rights.mayWrite(kind, name));
    }

    private void read(String key) throws Refusal {
        demand(rights.mayRead(Kind.KEYS, key));
    }

    private void key(Command.Kv kv) throws Refusal {
        if (kv instanceof Command.Kv.DeleteTree tree) {
            demand(rights.mayWriteBelow(Kind.KEYS, tree.key()));
        } else {
            write(Kind.KEYS, kv.key());
        }
    }

    private void catalog(Command.Catalog command) throws Refusal {
        switch (command) {
            case Command.Register register -> register(register);
            case Command.PutNode(var node) -> write(Kind.NODES, node.name());
            case Command.PutService put -> service(put.service());
            case Command.PutCheck put -> {
                check(put.check());
                Check there = state.check(put.check().node(), put.check().id());
                if (there != null) {
                    check(there);
                }
            }
            case Command.SetCheck set -> {
                Check there = state.check(set.node(), set.check());
                if (there != null) {
                    check(there);
                }
            }
            case Command.RemoveNode(var name) -> write(Kind.NODES, name);
            case Command.RemoveService remove -> removeService(remove);
            case Command.RemoveCheck remove -> removeCheck(remove);
        }
    }

    private void register(Command.Register register) throws Refusal {
        Node there = state.node(register.node().name());
        boolean changes =
                there == null || (!register.skipNodeUpdate() && !register.node().same(there));
        if (changes) {
            write(Kind.NODES, register.node().name());
        }
        for (Service service : register.services()) {
            service(service);
        }
        for (Check check : register.checks()) {
            boolean ofThese = register.services().stream().anyMatch(s -> s.id().equalsIgnoreCase(check.serviceId()));
            if (!ofThese) {
                check(check);
            }
        }
    }

    private void service(Service service) throws Refusal {
        write(Kind.SERVICES, service.name());
        Service there = state.service(service.node(), service.id());
        if (there != null) {
            write(Kind.SERVICES, there.name());
        }
    }

    private void check(Check check) throws Refusal {
        if (check.serviceId().isEmpty()) {
            write(Kind.NODES, check.node());
            return;
        }
        Service service = state.service(check.node(), check.serviceId());
        if (service == null) {
            throw Refusal.failed("Unknown service ID '" + check.serviceId() + "' for check ID '" + check.id() + "'");
        }
        write(Kind.SERVICES, service.name());
    }

    /** Who may write the node may take from it what it does not know. */
    private void removeService(Command.RemoveService remove) throws Refusal {
        if (rights.mayWrite(Kind.NODES, remove.node())) {
            return;
        }
        Service there = state.service(remove.node(), remove.service());
        if (there == null) {
            throw Refusal.failed("Unknown service '" + remove.service() + "'");
        }
        write(Kind.SERVICES, there.name());
    }

    private void removeCheck(Command.RemoveCheck remove) throws Refusal {
        if (rights.mayWrite(Kind.NODES, remove.node())) {
            return;
        }
        Check there = state.check(remove.node(), remove.check());
        if (there == null) {
            throw Refusal.failed("Unknown check '" + remove.check() + "'");
        }
        check(there);
    }

    private void session(Command.Sessions command) throws Refusal {
        switch (command) {
            case Command.CreateSession(var session) -> write(Kind.SESSIONS, session.node());
            case Command.DestroySession(var id) -> session(state.session(id));
            case Command.RenewSession(var id) -> session(state.session(id));
            case Command.ExpireSession expire -> throw Refusal.denied();
        }
    }

    private void session(@Nullable Session there) throws Refusal {
        if (there != null) {
            write(Kind.SESSIONS, there.node());
        }
    }

    private void query(Command.Queries command) throws Refusal {
        switch (command) {
            case Command.PutQuery put -> {
                query(put.query());
                query(state.query(put.query().id()));
            }
            case Command.RemoveQuery(var id) -> query(state.query(id));
        }
    }

    private void query(@Nullable PreparedQuery query) throws Refusal {
        if (query != null && Permit.isNamed(query)) {
            write(Kind.QUERIES, query.name());
        }
    }
}
