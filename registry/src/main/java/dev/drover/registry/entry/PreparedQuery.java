package dev.drover.registry.entry;

/**
 * A question kept for later, by its id.
 *
 * @param id a UUID
 * @param name unique among queries, or empty
 * @param session the query ends with it; empty: never
 * @param template whether {@code name} is a prefix of the names it answers
 * @param definition the question itself as its author wrote it: JSON, which whoever executes it understands
 */
public record PreparedQuery(
        String id, String name, String session, boolean template, String definition, long createIndex, long modifyIndex)
        implements Entry {
    public PreparedQuery at(long created, long modified) {
        return new PreparedQuery(id, name, session, template, definition, created, modified);
    }
}
