package dev.drover.registry.entry;

/**
 * How far keys of a signed zone have got in following each other. The registry keeps it as it comes.
 *
 * @param zone its origin, lower-case, with its last dot
 * @param number of the step; a later one takes its place
 * @param text what the names make of it
 */
public record KeyStep(String zone, long number, String text) {}
