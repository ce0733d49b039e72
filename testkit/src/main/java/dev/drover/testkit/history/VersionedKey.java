package dev.drover.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * Keys with a value, a version and a holder, as Consul's key-value store has them (developer.hashicorp.com/consul/api-docs/kv): a
 * write that changes something gives the key a version higher than all before, which only readers are told. Writes can demand the
 * version that they read ({@code cas}), where 0 demands that there is no such key, and what is not there can always be deleted;
 * sessions can hold a key ({@code acquire}, {@code release}), which does not hinder other writes.
 *
 * <p>A version that nobody has read yet is unknown to the model: the first that names it decides. A write that was refused for its
 * version is taken to be right then, which accepts a little more than a real store may do, never less.
 */
public final class VersionedKey implements Model<VersionedKey.State, VersionedKey.Ask, VersionedKey.Answer> {
    private static final long UNKNOWN = -1;

    /** What is asked of {@code key}. */
    public sealed interface Ask {
        String key();
    }

    public record Get(String key) implements Ask {}

    public record Put(String key, String value) implements Ask {}

    public record PutIfVersion(String key, long version, String value) implements Ask {}

    public record Delete(String key) implements Ask {}

    public record DeleteIfVersion(String key, long version) implements Ask {}

    public record Acquire(String key, String session, String value) implements Ask {}

    public record Release(String key, String session, String value) implements Ask {}

    /** What it answers. */
    public sealed interface Answer {}

    /**
     * What a reader finds.
     *
     * @param session empty if nobody holds it
     */
    public record Found(String value, long version, String session) implements Answer {}

    public record Absent() implements Answer {}

    /** Whether a write was done. */
    public record Done(boolean done) implements Answer {}

    /**
     * A key.
     *
     * @param value null if there is no such key
     * @param version {@link #UNKNOWN} until somebody read it; above {@code floor} then
     * @param floor the highest version that any reader saw before
     */
    public record State(@Nullable String value, long version, long floor, String session) {
        @Override
        public String toString() {
            return value == null
                    ? "no such key"
                    : "\"" + value + "\", version " + (version == UNKNOWN ? "above " + floor : version)
                            + (session.isEmpty() ? "" : ", held by " + session);
        }

        /** Whether it can have this version, and with it that it has. */
        private @Nullable State withVersion(long asked) {
            if (version == UNKNOWN) {
                return asked > floor ? new State(value, asked, floor, session) : null;
            }
            return version == asked ? this : null;
        }

        private State written(String changed, String holder) {
            if (changed.equals(value) && holder.equals(session)) {
                return this;
            }
            return new State(changed, UNKNOWN, Math.max(floor, version), holder);
        }

        private State deleted() {
            if (value == null) {
                return this;
            }
            return new State(null, UNKNOWN, Math.max(floor, version), "");
        }
    }

    @Override
    public Object part(Ask input) {
        return "key " + input.key();
    }

    @Override
    public State initial() {
        return new State(null, UNKNOWN, 0, "");
    }

    @Override
    public @Nullable State after(State state, Ask input, @Nullable Answer output) {
        return switch (input) {
            case Get(String _) -> got(state, output);
            case Put(String _, String value) -> agrees(output, true) ? state.written(value, state.session) : null;
            case Delete(String _) -> agrees(output, true) ? state.deleted() : null;
            case PutIfVersion(String _, long version, String value) -> {
                State is = having(state, version);
                yield is != null && agrees(output, true)
                        ? is.written(value, is.session)
                        : unless(mayDiffer(state, version), state, output);
            }
            case DeleteIfVersion(String _, long version) -> {
                State is = state.value == null ? state : state.withVersion(version);
                yield is != null && agrees(output, true)
                        ? is.deleted()
                        : unless(state.value != null && mayDiffer(state, version), state, output);
            }
            case Acquire(String _, String session, String value) ->
                state.session.isEmpty() || state.session.equals(session)
                        ? agrees(output, true) ? state.written(value, session) : null
                        : unless(true, state, output);
            case Release(String _, String session, String value) ->
                state.session.equals(session)
                        ? agrees(output, true) ? state.written(value, "") : null
                        : unless(true, state, output);
        };
    }

    /** The same state, if a write can have been refused in it and was. */
    private static @Nullable State unless(boolean possible, State state, @Nullable Answer output) {
        return possible && agrees(output, false) ? state : null;
    }

    private static @Nullable State got(State state, @Nullable Answer output) {
        return switch (output) {
            case null -> state;
            case Absent() -> state.value == null ? state : null;
            case Found(String value, long version, String session) ->
                value.equals(state.value) && session.equals(state.session) ? state.withVersion(version) : null;
            case Done(boolean _) -> null;
        };
    }

    /** The state, if a write that demands {@code version} can be done in it. */
    private static @Nullable State having(State state, long version) {
        if (state.value == null) {
            return version == 0 ? state : null;
        }
        return state.withVersion(version);
    }

    /** Whether a write that demands {@code version} can be refused. */
    private static boolean mayDiffer(State state, long version) {
        return state.value == null ? version != 0 : state.version != version;
    }

    private static boolean agrees(@Nullable Answer output, boolean expected) {
        return output == null || output.equals(new Done(expected));
    }
}
