package dev.drover.registry.entry;

/** How much an instance takes, while its checks pass and while one warns. */
public record Weights(int passing, int warning) {
    public static final Weights DEFAULT = new Weights(1, 1);
}
