package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.under;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Entry;
import dev.drover.registry.entry.KvEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How several steps happen as one. Each sees what those before it did; all failures are told.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/txn">Consul: transactions</a>
 */
final class TxnRules {
    private TxnRules() {}

    /** Some steps cannot be done. Never leaves this package. */
    static final class Failed extends RuntimeException {
        private final transient List<Outcome.Failure> failures;

        private Failed(List<Outcome.Failure> failures) {
            super("", null, false, false);
            this.failures = List.copyOf(failures);
        }

        List<Outcome.Failure> failures() {
            return failures;
        }
    }

    static List<Outcome.Result> apply(Draft draft, List<Step> steps) {
        var results = new ArrayList<Outcome.Result>();
        var failures = new ArrayList<Outcome.Failure>();
        for (int i = 0; i < steps.size(); i++) {
            try {
                results.addAll(apply(draft, steps.get(i)));
            } catch (Refusal refusal) {
                failures.add(new Outcome.Failure(i, String.valueOf(refusal.getMessage())));
            }
        }
        if (!failures.isEmpty()) {
            throw new Failed(failures);
        }
        return results;
    }

    private static List<Outcome.Result> apply(Draft draft, Step step) {
        return switch (step) {
            case Step.Write(var write) -> write(draft, write);
            case Step.Get(var key) -> read(required(draft, key, "key \"" + key + "\" doesn't exist"));
            case Step.GetTree(var prefix) ->
                under(draft.tables().kv, prefix).stream()
                        .map(e -> new Outcome.Result(e, true))
                        .toList();
            case Step.CheckIndex(var key, var index) -> {
                var entry = required(draft, key, "failed to check index, key \"" + key + "\" doesn't exist");
                if (entry.modifyIndex() != index) {
                    throw new Refusal("failed index check for key \"" + key + "\", current modify index "
                            + entry.modifyIndex() + " != " + index);
                }
                yield written(entry);
            }
            case Step.CheckSession(var key, var session) -> {
                var entry = required(draft, key, "failed to check session, key \"" + key + "\" doesn't exist");
                if (!entry.session().equals(session)) {
                    throw new Refusal("failed session check for key \"" + key + "\", current session \""
                            + entry.session() + "\" != \"" + session + "\"");
                }
                yield written(entry);
            }
            case Step.CheckNotExists(var key) -> {
                if (draft.tables().kv.containsKey(key)) {
                    throw new Refusal("key \"" + key + "\" exists");
                }
                yield List.of();
            }
            case Step.Change(var write) -> change(draft, write);
            case Step.ChangeIf(var write, var index) -> {
                var old = CatalogRules.subject(draft, write);
                if ((old == null ? 0 : old.modifyIndex()) != index) {
                    throw new Refusal("failed to " + named(write) + ", index is stale");
                }
                yield change(draft, write);
            }
            case Step.GetNode(var node) ->
                read(required(CatalogRules.node(draft, node), "node \"" + node + "\" doesn't exist"));
            case Step.GetService(var node, var id) ->
                read(required(
                        CatalogRules.service(draft, node, id),
                        "service \"" + id + "\" on node \"" + node + "\" doesn't exist"));
            case Step.GetCheck(var node, var id) ->
                read(required(
                        CatalogRules.check(draft, node, id),
                        "check \"" + id + "\" on node \"" + node + "\" doesn't exist"));
        };
    }

    private static List<Outcome.Result> write(Draft draft, Kv write) {
        if (write instanceof Kv.Acquire acquire && KvRules.delayed(draft, acquire.key())) {
            throw new Refusal("failed to lock key \"" + acquire.key() + "\" due to lock delay");
        }
        if (!KvRules.apply(draft, write)) {
            throw new Refusal(failure(write));
        }
        return switch (write) {
            case Kv.Put w -> written(required(draft, w.key(), ""));
            case Kv.Cas w -> written(required(draft, w.key(), ""));
            case Kv.Acquire w -> written(required(draft, w.key(), ""));
            case Kv.Release w -> written(required(draft, w.key(), ""));
            case Kv.Delete _ -> List.of();
            case Kv.DeleteCas _ -> List.of();
            case Kv.DeleteTree _ -> List.of();
        };
    }

    private static String failure(Kv write) {
        String key = "key \"" + write.key() + "\"";
        return switch (write) {
            case Kv.Acquire _ -> "failed to lock " + key + ", lock is already held";
            case Kv.Release _ -> "failed to unlock " + key + ", lock isn't held, or is held by another session";
            case Kv.Delete _ -> "failed to delete " + key + ", index is stale";
            case Kv.DeleteCas _ -> "failed to delete " + key + ", index is stale";
            case Kv.DeleteTree _ -> "failed to delete " + key + ", index is stale";
            case Kv.Put _ -> "failed to set " + key + ", index is stale";
            case Kv.Cas _ -> "failed to set " + key + ", index is stale";
        };
    }

    private static List<Outcome.Result> change(Draft draft, Command.Catalog write) {
        CatalogRules.apply(draft, write);
        var now = CatalogRules.subject(draft, write);
        return now == null ? List.of() : written(now);
    }

    private static String named(Command.Catalog write) {
        return switch (write) {
            case Command.Register r -> "set node \"" + r.node().name() + "\"";
            case Command.PutNode(var node) -> "set node \"" + node.name() + "\"";
            case Command.PutService s ->
                "set service \"" + s.service().id() + "\" on node \""
                        + s.service().node() + "\"";
            case Command.PutCheck c ->
                "set check \"" + c.check().id() + "\" on node \"" + c.check().node() + "\"";
            case Command.SetCheck s -> "set check \"" + s.check() + "\" on node \"" + s.node() + "\"";
            case Command.RemoveNode(var node) -> "delete node \"" + node + "\"";
            case Command.RemoveService(var node, var id) -> "delete service \"" + id + "\" on node \"" + node + "\"";
            case Command.RemoveCheck(var node, var id) -> "delete check \"" + id + "\" on node \"" + node + "\"";
        };
    }

    private static KvEntry required(Draft draft, String key, String otherwise) {
        return required(draft.tables().kv.get(key), otherwise);
    }

    private static <E extends Entry> E required(@Nullable E entry, String otherwise) {
        if (entry == null) {
            throw new Refusal(otherwise);
        }
        return entry;
    }

    private static List<Outcome.Result> read(Entry entry) {
        return List.of(new Outcome.Result(entry, true));
    }

    private static List<Outcome.Result> written(Entry entry) {
        return List.of(new Outcome.Result(entry, false));
    }
}
