package dev.drover.registry.consul;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the heap has room for what strangers ask to keep. A virtual machine without memory ends, with all that it serves, and would
 * end again when it reads the same after a restart: so growth is refused before, while all that is kept or becomes less goes on.
 */
final class Room {
    /** Left for all else that the node does, and for writing the state down. */
    private static final long LEAST_SPARE = 32L << 20;

    private static final int SPARE = 6;

    /** What a connection holds while its blocking query waits, and what answering takes. */
    private static final int CONNECTION = 20 << 10;

    /** Connections take at most such a part of the heap. */
    private static final int CONNECTIONS = 3;

    /** A snapshot that is restored may be such a part of the heap, and what it holds, unpacked, such a one. */
    private static final int FILE = 16;

    private static final int UNPACKED = 4;

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final long spare;
    private final LongSupplier free;
    private final Runnable collect;
    private final Ticker ticker;

    /** When it was last looked at closely, and whether there was room. */
    private long looked;

    private boolean full;
    private boolean lookedEver;

    /** @param collect makes free what only looks used */
    Room(long spare, LongSupplier free, Runnable collect, Ticker ticker) {
        this.spare = spare;
        this.free = free;
        this.collect = collect;
        this.ticker = ticker;
    }

    static Room ofThisMachine(Ticker ticker) {
        var machine = Runtime.getRuntime();
        return new Room(
                Math.max(LEAST_SPARE, machine.maxMemory() / SPARE),
                () -> machine.maxMemory() - machine.totalMemory() + machine.freeMemory(),
                System::gc,
                ticker);
    }

    /** How many connections a heap of that size has room for, up to {@code most}. */
    static int connections(long heap, int most) {
        return (int) Math.min(most, heap / CONNECTIONS / CONNECTION);
    }

    /** How long a snapshot may be that is read into a heap of that size, up to {@code most}. */
    static int file(long heap, int most) {
        return (int) Math.min(most, heap / FILE);
    }

    /** How long what it holds may be in such a heap. */
    static long unpacked(long heap) {
        return heap / UNPACKED;
    }

    /** Fails if the command would have more kept, and there is no room for it. */
    void demand(Command command) throws Refusal {
        if (grows(command) && !isLeft()) {
            throw Refusal.failed("the registry of this node is full: give it more heap, DROVER_JAVA_OPTS=-Xmx2g");
        }
    }

    private synchronized boolean isLeft() {
        if (free.getAsLong() >= spare) {
            full = false;
            return true;
        }
        long now = ticker.nanos();
        if (!lookedEver || now - looked >= BETWEEN.toNanos()) {
            collect.run();
            lookedEver = true;
            looked = ticker.nanos();
            full = free.getAsLong() < spare;
        }
        return !full;
    }

    private static boolean grows(Command command) {
        return switch (command) {
            case Command.Register _, Command.PutNode _, Command.PutService _, Command.PutCheck _ -> true;
            case Command.SetCheck _, Command.RemoveNode _, Command.RemoveService _, Command.RemoveCheck _ -> false;
            case Command.CreateSession _, Command.PutQuery _, Command.Fire _, Command.Txn _ -> true;
            case Command.PutVotes _, Command.RemoveVotes _ ->
                false; // of nodes alone, and bounded by what files declare
            case Command.Challenges _, Command.Keys _ -> false; // of operators and nodes alone, and bounded
            case Command.Copying.Part _, Command.Copying.Restore _ -> true;
            case Command.Copying.Forget _ -> false;
            case Command.DestroySession _, Command.RenewSession _, Command.ExpireSession _ -> false;
            case Command.RemoveQuery _, Command.Models _, Command.Nothing _ -> false;
            case Command.Kv.Put _, Command.Kv.Cas _, Command.Kv.Acquire _, Command.Kv.Release _ -> true;
            case Command.Kv.Delete _, Command.Kv.DeleteCas _, Command.Kv.DeleteTree _ -> false;
        };
    }
}
