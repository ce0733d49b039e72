package dev.drover.command;

import org.jspecify.annotations.Nullable;

/** {@code SERVICE} or {@code SERVICE/INSTANCE}, as typed. */
record Aimed(String service, @Nullable String instance) {
    static Aimed parse(String text) throws Failure {
        int slash = text.indexOf('/');
        if (slash < 0 && !text.isEmpty()) {
            return new Aimed(text, null);
        }
        if (slash <= 0 || slash == text.length() - 1) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: " + text + " (expected: SERVICE or SERVICE/INSTANCE, such as catalog/catalog-1)");
        }
        return new Aimed(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return instance == null ? service : service + "/" + instance;
    }
}
