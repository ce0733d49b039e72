package dev.drover.observe.process;

/**
 * A sentence that may be said of a process.
 *
 * @param weight how much it explains of a process that is slow, or that is about to fail
 */
record Remark(double weight, String sentence) {}
