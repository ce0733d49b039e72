package dev.drover.observe.counter.disk;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The local file systems and their room, by where they are mounted ({@code /drover/mounts}). */
public record FileSystems(Map<String, FileSystem> byPoint) {
    public static final Group<FileSystems> GROUP = Group.file("/drover/mounts", FileSystems::parse);

    private static final int MOST = 5000;

    /**
     * One file system.
     *
     * @param bytes in all
     * @param free bytes, those kept for root among them
     * @param available bytes that everybody may still write
     * @param inodes in all; 0 where they are made as needed
     */
    public record FileSystem(
            String device,
            String point,
            String type,
            String options,
            long bytes,
            long free,
            long available,
            long inodes,
            long inodesFree) {
        public boolean readOnly() {
            return (',' + options + ',').contains(",ro,");
        }

        public double availableShare() {
            return bytes == 0 ? 1 : available / (double) bytes;
        }

        public double inodesFreeShare() {
            return inodes == 0 ? 1 : inodesFree / (double) inodes;
        }
    }

    public static Measured<FileSystems> parse(byte[] bytes) {
        var all = new LinkedHashMap<String, FileSystem>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && !line.bad() && all.size() < MOST) {
            String device = line.word();
            String point = line.word().replace("\\040", " ");
            String type = line.word();
            String options = line.word();
            long block = line.number();
            long blocks = line.number();
            long free = line.number();
            long available = line.number();
            all.put(
                    point,
                    new FileSystem(
                            device,
                            point,
                            type,
                            options,
                            product(blocks, block),
                            product(free, block),
                            product(available, block),
                            line.number(),
                            line.number()));
            line.nextLine();
        }
        return line.unlessBad(new FileSystems(Collections.unmodifiableMap(all)));
    }

    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
