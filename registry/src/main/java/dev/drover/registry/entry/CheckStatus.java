package dev.drover.registry.entry;

import java.util.Locale;
import java.util.Optional;

/** What a check last said, from best to worst. */
public enum CheckStatus {
    PASSING,
    WARNING,
    CRITICAL;

    /** As Consul writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CheckStatus> of(String text) {
        for (var status : values()) {
            if (status.text().equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
