package dev.drover.registry.entry;

/**
 * Something that the registry holds. Both indexes are positions in the one order of all writes: Consul's {@code CreateIndex} and
 * {@code ModifyIndex}. Both are 0 in what a caller hands in.
 */
public sealed interface Entry permits Node, Service, Check, KvEntry, Session, PreparedQuery {
    /** When it came into being. */
    long createIndex();

    /** When it last changed. Writing what is there already changes nothing. */
    long modifyIndex();
}
