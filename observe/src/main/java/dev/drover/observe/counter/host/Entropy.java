package dev.drover.observe.counter.host;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/** {@code /proc/sys/kernel/random/entropy_avail}: bits; a constant 256 since Linux 5.18 (random(4)). */
public record Entropy(long bits) {
    public static final Group<Entropy> GROUP = Group.file("/proc/sys/kernel/random/entropy_avail", Entropy::parse);

    static Measured<Entropy> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(new Entropy(cursor.number()));
    }
}
