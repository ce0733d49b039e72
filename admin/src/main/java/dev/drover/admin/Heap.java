package dev.drover.admin;

/**
 * Asks for memory before it is taken. What an operator sends may be larger than this node has room for, and a virtual machine
 * without memory ends, with all that it serves.
 */
final class Heap {
    /** Below this nothing is asked: it fits whatever happens. */
    private static final int SMALL = 256 << 10;

    /** Left for all else that the node does. */
    private static final long SPARE = 24L << 20;

    /** What the bytes themselves take, while they come. */
    static final int TO_HOLD = 3;

    /** Measured: what reading and comparing a file takes, for each of its bytes. */
    static final int TO_READ = 24;

    /** Measured: what putting it in force takes, reading it included. */
    static final int TO_APPLY = 100;

    private Heap() {}

    /** Fails if the heap has no room for what a body of this length will take. */
    static void demand(int length, int factor) {
        long needed = (long) length * factor + SPARE;
        if (length <= SMALL || free() >= needed) {
            return;
        }
        System.gc(); // most of what looks used is garbage of the request before
        long free = free();
        if (free < needed) {
            throw new Desk.Busy(
                    "this takes about " + mebibytes(needed) + " MiB of heap, and " + mebibytes(free) + " of "
                            + mebibytes(Runtime.getRuntime().maxMemory())
                            + " MiB are free: start the node with more, DROVER_JAVA_OPTS=-Xmx1g");
        }
    }

    private static long free() {
        Runtime machine = Runtime.getRuntime();
        return machine.maxMemory() - machine.totalMemory() + machine.freeMemory();
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
