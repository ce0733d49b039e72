package dev.drover.registry.entry;

/**
 * What one node measures of an instance that several nodes measure.
 *
 * @param service as declared, and {@code instance} as it is called on the board
 * @param node who says so
 * @param words evidence that an operator can check
 */
public record Vote(String service, String instance, String node, boolean passing, String words) {}
