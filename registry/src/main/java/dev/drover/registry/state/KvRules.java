package dev.drover.registry.state;

import static dev.drover.registry.state.Tables.under;

import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.entry.KvEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How keys change.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/kv">Consul: key/value store</a>
 */
final class KvRules {
    private KvRules() {}

    /** Whether the condition of {@code write} held; only then it happened. */
    static boolean apply(Draft draft, Kv write) {
        var old = draft.tables().kv.get(write.key());
        return switch (write) {
            case Kv.Put(var key, var value, var flags) -> {
                keepingLock(draft, old, key, value, flags);
                yield true;
            }
            case Kv.Cas(var key, var value, var flags, var index) -> {
                boolean holds = index == 0 ? old == null : old != null && old.modifyIndex() == index;
                if (holds) {
                    keepingLock(draft, old, key, value, flags);
                }
                yield holds;
            }
            case Kv.Acquire acquire -> acquire(draft, old, acquire);
            case Kv.Release(var key, var value, var flags, var session) -> {
                requireNamed(session);
                if (old == null || !old.session().equals(session)) {
                    yield false;
                }
                put(draft, old, new KvEntry(key, value, flags, "", old.lockIndex(), 0, 0));
                yield true;
            }
            case Kv.Delete(var key) -> {
                drop(draft, old);
                yield true;
            }
            case Kv.DeleteCas(var key, var index) -> {
                boolean holds = old != null && old.modifyIndex() == index;
                if (holds) {
                    drop(draft, old);
                }
                yield holds || old == null;
            }
            case Kv.DeleteTree(var prefix) -> {
                under(draft.tables().kv, prefix).forEach(draft::drop);
                yield true;
            }
        };
    }

    /** From now on nobody gets the lock of {@code key} for a while. */
    static void delay(Draft draft, String key, Duration delay) {
        var delays = draft.tables().delays;
        for (var entry : delays.entrySet()) {
            if (!entry.getValue().isAfter(draft.now())) {
                delays = delays.minus(entry.getKey());
            }
        }
        draft.tables().delays = delays.plus(key, draft.now().plus(delay));
    }

    static boolean delayed(Draft draft, String key) {
        var until = draft.tables().delays.get(key);
        return until != null && until.isAfter(draft.now());
    }

    private static boolean acquire(Draft draft, @Nullable KvEntry old, Kv.Acquire wanted) {
        requireNamed(wanted.session());
        if (!draft.tables().sessions.containsKey(wanted.session())) {
            throw Refusal.invalidSession(wanted.session());
        }
        if (delayed(draft, wanted.key())) {
            return false;
        }
        boolean mine = old != null && old.session().equals(wanted.session());
        if (old != null && !old.session().isEmpty() && !mine) {
            return false;
        }
        long taken = old == null ? 0 : old.lockIndex();
        put(
                draft,
                old,
                new KvEntry(
                        wanted.key(),
                        wanted.value(),
                        wanted.flags(),
                        wanted.session(),
                        mine ? taken : taken + 1,
                        0,
                        0));
        return true;
    }

    private static void requireNamed(String session) {
        if (session.isEmpty()) {
            throw new Refusal("missing session");
        }
    }

    private static void keepingLock(Draft draft, @Nullable KvEntry old, String key, byte[] value, long flags) {
        put(
                draft,
                old,
                old == null
                        ? new KvEntry(key, value, flags, "", 0, 0, 0)
                        : new KvEntry(key, value, flags, old.session(), old.lockIndex(), 0, 0));
    }

    private static void put(Draft draft, @Nullable KvEntry old, KvEntry next) {
        if (old == null) {
            draft.put(next.at(draft.index(), draft.index()));
        } else if (!next.same(old)) {
            draft.put(next.at(old.createIndex(), draft.index()));
        }
    }

    private static void drop(Draft draft, @Nullable KvEntry old) {
        if (old != null) {
            draft.drop(old);
        }
    }
}
