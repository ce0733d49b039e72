package dev.drover.model;

import java.util.List;
import java.util.Optional;

/**
 * Where a zone comes from that somebody else is primary for.
 *
 * @param from asked in turn
 * @param key that signs what is asked and what comes, by name; absent for none
 */
public record Primary(Where where, List<Transfer.Server> from, Optional<String> key) {
    public Primary {
        from = List.copyOf(from);
    }
}
