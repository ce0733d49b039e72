package dev.drover.registry.moving;

import java.util.List;

/** What a move would write, and what it leaves out. */
public record Plan(Side from, Side into, List<Part> parts, List<Left> leftOut) {
    public Plan {
        parts = List.copyOf(parts);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One of the two servers.
     *
     * @param what such as {@code Consul 1.8.7}; empty where the token does not open that
     * @param site Consul's datacenter; likewise
     * @param id of the node that was asked; likewise
     */
    public record Side(String url, String what, String site, String id) {}

    /** What does not come along, and what to do about it. */
    public record Left(String what, String why) {}

    /** How much there is to write. */
    public int toWrite(boolean overwrite) {
        return parts.stream()
                .mapToInt(p -> p.missing() + (overwrite ? p.other().size() : 0))
                .sum();
    }

    /** How much is there otherwise. */
    public int others() {
        return parts.stream().mapToInt(p -> p.other().size()).sum();
    }
}
