package dev.drover.observe.counter.memory;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/**
 * Errors of memory modules since boot (Linux, Documentation/admin-guide/ras.rst, EDAC).
 *
 * @param corrected by the hardware
 * @param uncorrected lost data
 */
public record MemoryErrors(long corrected, long uncorrected) {
    public static final Group<MemoryErrors> GROUP = Group.files("edac", () -> MemoryErrors::read);

    private static final String FOLDER = "/sys/devices/system/edac/mc/";
    private static final int MOST = 100;

    private static Measured<MemoryErrors> read(Tree tree) {
        if (!(tree.read(FOLDER) instanceof Content.Text names)) {
            return Measured.not("no memory controller tells its errors (EDAC)");
        }
        long corrected = 0;
        long uncorrected = 0;
        int controllers = 0;
        for (String name : names.toString().split("\n", MOST)) {
            if (name.startsWith("mc") && name.indexOf('\n') < 0) {
                Measured<Long> ce = Group.read(tree, FOLDER + name + "/ce_count", MemoryErrors::number);
                corrected += ce.orElse(0L);
                uncorrected += Group.read(tree, FOLDER + name + "/ue_count", MemoryErrors::number)
                        .orElse(0L);
                controllers += ce.isMeasured() ? 1 : 0;
            }
        }
        return controllers == 0
                ? Measured.not("no memory controller tells its errors (EDAC)")
                : Measured.of(new MemoryErrors(corrected, uncorrected));
    }

    private static Measured<Long> number(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(Math.min(cursor.number(), 1L << 40));
    }
}
