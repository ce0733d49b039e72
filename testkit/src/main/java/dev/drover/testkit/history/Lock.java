package dev.drover.testkit.history;

import org.jspecify.annotations.Nullable;

/** Locks by name, each held by nobody or one holder. Who holds one may take it again, and gives it back once. */
public final class Lock implements Model<String, Lock.Ask, Boolean> {
    /** What is asked of the lock {@code name}; answered by whether it was done. */
    public sealed interface Ask {
        String name();
    }

    public record Acquire(String name, String holder) implements Ask {}

    public record Release(String name, String holder) implements Ask {}

    @Override
    public Object part(Ask input) {
        return "lock " + input.name();
    }

    @Override
    public String initial() {
        return "";
    }

    @Override
    public @Nullable String after(String state, Ask input, @Nullable Boolean output) {
        return switch (input) {
            case Acquire(String _, String holder) -> {
                boolean free = state.isEmpty() || state.equals(holder);
                yield agrees(output, free) ? (free ? holder : state) : null;
            }
            case Release(String _, String holder) -> {
                boolean held = state.equals(holder);
                yield agrees(output, held) ? (held ? "" : state) : null;
            }
        };
    }

    private static boolean agrees(@Nullable Boolean output, boolean expected) {
        return output == null || output == expected;
    }
}
