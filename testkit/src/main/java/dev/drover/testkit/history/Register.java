package dev.drover.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * Registers by name, each holding one text, empty at first: read, written, and written if it holds what is expected.
 */
public final class Register implements Model<String, Register.Ask, Register.Answer> {
    /** What is asked of the register {@code name}. */
    public sealed interface Ask {
        String name();
    }

    public record Read(String name) implements Ask {}

    public record Write(String name, String value) implements Ask {}

    public record CompareAndSet(String name, String expected, String value) implements Ask {}

    /** What it answers. */
    public sealed interface Answer {}

    public record Value(String value) implements Answer {}

    /** Written, or for a comparison: not written since it held something else. */
    public record Written(boolean done) implements Answer {}

    @Override
    public Object part(Ask input) {
        return "register " + input.name();
    }

    @Override
    public String initial() {
        return "";
    }

    @Override
    public @Nullable String after(String state, Ask input, @Nullable Answer output) {
        return switch (input) {
            case Read(String _) -> output == null || output.equals(new Value(state)) ? state : null;
            case Write(String _, String value) -> output == null || output.equals(new Written(true)) ? value : null;
            case CompareAndSet(String _, String expected, String value) -> {
                boolean equal = state.equals(expected);
                boolean agrees = output == null || output.equals(new Written(equal));
                yield agrees ? (equal ? value : state) : null;
            }
        };
    }
}
