package dev.drover.registry.entry;

import java.util.Arrays;
import java.util.Objects;

/**
 * A value under a key.
 *
 * @param value never changed by anybody who holds it
 * @param flags 64 bits without meaning to the registry, unsigned
 * @param session who holds the lock; empty for nobody
 * @param lockIndex how often the lock was taken
 */
@SuppressWarnings("ArrayRecordComponent") // copied nowhere: values are large, and never written to after they came
public record KvEntry(
        String key, byte[] value, long flags, String session, long lockIndex, long createIndex, long modifyIndex)
        implements Entry {
    public KvEntry at(long created, long modified) {
        return new KvEntry(key, value, flags, session, lockIndex, created, modified);
    }

    public KvEntry heldBy(String holder, long taken) {
        return new KvEntry(key, value, flags, holder, taken, createIndex, modifyIndex);
    }

    /** Whether both say the same, whenever they were written. */
    public boolean same(KvEntry other) {
        return key.equals(other.key)
                && flags == other.flags
                && lockIndex == other.lockIndex
                && session.equals(other.session)
                && Arrays.equals(value, other.value);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof KvEntry other
                && same(other)
                && createIndex == other.createIndex
                && modifyIndex == other.modifyIndex;
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, modifyIndex, Arrays.hashCode(value));
    }

    @Override
    public String toString() {
        return key + " (" + value.length + " bytes, flags " + flags + ", session " + session + ", lock " + lockIndex
                + ", index " + createIndex + "/" + modifyIndex + ")";
    }
}
