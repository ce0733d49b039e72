package dev.drover.registry.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of a template stand for.
 *
 * @param prefix the name of the template
 * @param full the name that was asked for
 * @param segment of the agent that asks
 * @param groups what the regular expression found: the whole, then its groups; none if it found nothing
 */
record Meaning(String prefix, String full, String segment, List<String> groups) {
    /** Null for one that is not known. */
    @Nullable
    String variable(String name) {
        return switch (name) {
            case "name.full" -> full;
            case "name.prefix" -> prefix;
            case "name.suffix" -> full.startsWith(prefix) ? full.substring(prefix.length()) : full;
            case "agent.segment" -> segment;
            default -> null;
        };
    }

    String match(long group) {
        return group >= 0 && group < groups.size() ? groups.get((int) group) : "";
    }
}
