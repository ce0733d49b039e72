package dev.drover.lab.fault;

import java.io.IOException;

/** A way for things to go wrong, or, for a control, to be merely busy. */
public interface Fault {
    FaultFacts facts();

    /** Makes the scene what it needs, before the victim starts: its groups, its disk, its upstream. */
    default void prepare(Scene scene) throws IOException, InterruptedException {}

    /**
     * Makes it go wrong; returns once it does. Changes go to {@link Scene#fault}, which is reverted behind it.
     *
     * @param intensity 1 is felt, 2 is bad, 3 is very bad
     */
    void inject(Scene scene, int intensity) throws IOException, InterruptedException;

    /** Takes back what the victim, or whom it asks, was told: all else is reverted by then. Fails if the victim is no more. */
    default void heal(Scene scene) throws IOException {
        scene.victim().tell("heal");
    }
}
