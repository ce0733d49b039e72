package dev.drover.observe.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A file of HotSpot's performance counters with nothing in it but numbers: its texts are the command line of the virtual machine,
 * its options, its class path (OpenJDK, perfMemory.hpp, version 2.0: a text is a vector of bytes).
 */
final class PerfDataNumbers {
    private static final int MAGIC = 0xcafec0c0;
    private static final int HEADER = 32;
    private static final int ENTRY = 20;

    private PerfDataNumbers() {}

    /** As long as the file, and empty where a text was, or what cannot be told from one. */
    static byte[] of(byte[] file) {
        byte[] numbers = new byte[file.length];
        if (file.length < HEADER || ByteBuffer.wrap(file).getInt(0) != MAGIC) {
            return numbers;
        }
        System.arraycopy(file, 0, numbers, 0, HEADER);
        ByteBuffer data = ByteBuffer.wrap(file).order(file[4] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int at = data.getInt(24);
        while (at >= HEADER && at <= file.length - ENTRY) {
            int length = data.getInt(at);
            if (length < ENTRY || length > file.length - at) {
                break;
            }
            boolean isNumber = data.getInt(at + 8) == 0 && file[at + 12] == 'J';
            System.arraycopy(file, at, numbers, at, isNumber ? length : ENTRY);
            at += length;
        }
        return numbers;
    }
}
