package dev.drover.lab;

import dev.drover.lab.fault.Fault;

/**
 * One fault, how hard, and what chance makes of it.
 *
 * @param intensity 1 to 3
 */
public record Case(Fault fault, int intensity, long seed) {
    /** Such as {@code cpu-hog-2-7}: fault, intensity, seed. */
    public String name() {
        return fault.facts().id() + "-" + intensity + "-" + seed;
    }
}
