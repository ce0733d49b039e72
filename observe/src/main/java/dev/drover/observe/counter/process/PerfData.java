package dev.drover.observe.counter.process;

import dev.drover.observe.counter.Measured;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The file in which HotSpot keeps its performance counters (OpenJDK, perfMemory.hpp, version 2.0).
 *
 * <pre>
 *  0 magic cafec0c0  4 byte order  5 major  6 minor  7 accessible
 *  8 used  12 overflow  16 modified (8)  24 first entry  28 entries
 *  entry: 0 length  4 name at  8 vector length  12 type  13 flags  14 unit  15 variability  16 data at
 * </pre>
 */
final class PerfData {
    private static final int MAGIC = 0xcafec0c0;
    private static final int MOST_ENTRIES = 10_000;
    private static final int HEADER = 32;
    private static final int ENTRY = 20;
    private static final String COLLECTOR = "sun.gc.collector.";

    private PerfData() {}

    /** Seconds that all collectors together took; of those that work beside the program HotSpot counts the pauses only. */
    static Measured<Double> collected(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Measured.not("shorter than its header");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes);
        if (data.getInt(0) != MAGIC) {
            return Measured.not("no performance counters of HotSpot");
        }
        data.order(bytes[4] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long ticks = 0;
        long frequency = 0;
        int at = data.getInt(24);
        int entries = Math.min(MOST_ENTRIES, data.getInt(28));
        for (int i = 0; i < entries && at >= HEADER && at <= bytes.length - ENTRY; i++) {
            int length = data.getInt(at);
            String name = name(bytes, at + (long) data.getInt(at + 4));
            long value = at + (long) data.getInt(at + 16);
            boolean isLong =
                    data.getInt(at + 8) == 0 && bytes[at + 12] == 'J' && value >= 0 && value <= bytes.length - 8L;
            if (isLong && name.startsWith(COLLECTOR) && name.endsWith(".time") && isCollector(name)) {
                ticks += Math.max(0, data.getLong((int) value));
            } else if (isLong && name.equals("sun.os.hrt.frequency")) {
                frequency = data.getLong((int) value);
            }
            if (length < ENTRY) {
                break;
            }
            at += length;
        }
        return frequency <= 0
                ? Measured.not("no counter sun.os.hrt.frequency")
                : Measured.of(ticks / (double) frequency);
    }

    private static boolean isCollector(String name) {
        return name.length() > COLLECTOR.length() && Character.isDigit(name.charAt(COLLECTOR.length()));
    }

    private static String name(byte[] bytes, long from) {
        if (from < 0 || from >= bytes.length) {
            return "";
        }
        int end = (int) from;
        while (end < bytes.length && bytes[end] != 0 && end - from < 200) {
            end++;
        }
        return new String(bytes, (int) from, (int) (end - from), StandardCharsets.US_ASCII);
    }
}
