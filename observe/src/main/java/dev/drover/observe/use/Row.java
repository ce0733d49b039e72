package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;

/**
 * One resource.
 *
 * @param name unmistakable among all rows, such as {@code disk nvme0n1}
 * @param utilisation how much of it is taken
 * @param saturation the work that has to wait for it
 * @param errors what went wrong with it
 */
public record Row(
        Kind kind, String name, Measured<Figure> utilisation, Measured<Figure> saturation, Measured<Figure> errors) {
    /** What kind of resource it is, in the order of the table. */
    public enum Kind {
        CPU,
        MEMORY,
        DISK,
        NETWORK,
        LIMIT,
        CGROUP
    }

    /** Whether one of its numbers deserves a look. */
    public boolean isHigh() {
        return high(utilisation) || high(saturation) || high(errors);
    }

    private static boolean high(Measured<Figure> cell) {
        return cell.map(Figure::isHigh).orElse(false);
    }
}
