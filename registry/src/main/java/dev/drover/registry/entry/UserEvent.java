package dev.drover.registry.entry;

/**
 * A message that was fired at everybody who listens. Only the last few are kept.
 *
 * @param id a UUID
 * @param payload never changed by anybody who holds it
 * @param nodeFilter a regular expression over node names, or empty; likewise the others
 * @param index its position in the one order of all writes; set by the registry
 */
@SuppressWarnings("ArrayRecordComponent") // copied nowhere: never written to after it came
public record UserEvent(
        String id, String name, byte[] payload, String nodeFilter, String serviceFilter, String tagFilter, long index) {
    /** How many are kept. */
    public static final int KEPT = 256;

    public UserEvent at(long position) {
        return new UserEvent(id, name, payload, nodeFilter, serviceFilter, tagFilter, position);
    }
}
