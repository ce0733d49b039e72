package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Command MORE = new Command.Kv.Put("k", new byte[1], 0);

    private final FakeTime time = new FakeTime();
    private final AtomicLong free = new AtomicLong(100);
    private final AtomicLong garbage = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private final Room room = new Room(50, free::get, this::collect, Ticker.of(time, time));

    private void collect() {
        collections.incrementAndGet();
        free.addAndGet(garbage.getAndSet(0));
    }

    @Test
    void looksNoCloserWhileThereIsEnough() throws Exception {
        room.demand(MORE);
        assertEquals(0, collections.get());
    }

    @Test
    void countsGarbageAsRoom() throws Exception {
        free.set(10);
        garbage.set(90);
        room.demand(MORE);
        assertEquals(1, collections.get());
    }

    @Test
    void refusesToGrowWithoutRoomAndTakesTheRest() throws Exception {
        free.set(10);
        Refusal refusal = assertThrows(Refusal.class, () -> room.demand(MORE));
        assertEquals(500, refusal.status());
        assertTrue(String.valueOf(refusal.getMessage()).contains("full"), refusal::getMessage);
        room.demand(new Command.Kv.Delete("k"));
        room.demand(new Command.RemoveNode("n"));
    }

    @Test
    void looksCloserNowAndThenOnly() throws Exception {
        free.set(10);
        for (int i = 0; i < 100; i++) {
            assertThrows(Refusal.class, () -> room.demand(MORE));
        }
        assertEquals(1, collections.get());
        garbage.set(90);
        time.advance(Duration.ofSeconds(6));
        room.demand(MORE);
        assertEquals(2, collections.get());
    }

    @Test
    void takesSnapshotsAsTheHeapAllows() {
        assertEquals(16 << 20, Room.file(256L << 20, 128 << 20));
        assertEquals(128 << 20, Room.file(8L << 30, 128 << 20));
        assertEquals(64L << 20, Room.unpacked(256L << 20));
    }

    @Test
    void takesConnectionsAsTheHeapAllows() {
        assertTrue(Room.connections(256L << 20, 20_000) >= 4_000);
        assertTrue(Room.connections(768L << 20, 20_000) >= 12_000);
        assertEquals(20_000, Room.connections(8L << 30, 20_000));
    }
}
