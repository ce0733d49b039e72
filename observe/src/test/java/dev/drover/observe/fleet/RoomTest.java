package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final int MIB = 1 << 20;

    private final Room room = new Room(20 * MIB);

    @Test
    void countsWhatGoesBeyondWhatIsAlwaysTheirs() {
        try (Room.Part one = room.part()) {
            assertTrue(one.hold(Room.OWN));
            assertEquals(20 * MIB, room.left());
            assertTrue(one.hold(Room.OWN + 4 * MIB));
            assertEquals(16 * MIB, room.left());
            assertTrue(one.hold(Room.OWN + 1));
            assertTrue(room.left() > 19 * MIB && room.left() < 20 * MIB);
        }
        assertEquals(20 * MIB, room.left());
    }

    @Test
    void neverHoldsMoreThanThereIs() {
        var parts = new ArrayList<Room.Part>();
        for (int i = 0; i < 16; i++) {
            parts.add(room.part());
        }
        for (int held = 0; held < 8 * MIB; held += 10_000) {
            for (Room.Part part : parts) {
                part.hold(held);
                assertTrue(room.left() >= 0);
            }
        }
        assertFalse(parts.getFirst().hold(30 * MIB));
        assertTrue(room.part().hold(Room.OWN), "whoever comes late has what is theirs");
        parts.forEach(Room.Part::close);
        assertEquals(20 * MIB, room.left());
    }

    @Test
    void isGivenBackByFramesThatAreLetGo() throws IOException {
        var text = new StringBuilder("@t begin 0 Linux 0\n");
        for (int round = 1; round <= 8; round++) {
            text.append("@t round ").append(round).append(".00\n");
            if (round < 3) {
                for (int i = 0; i < 30_000; i++) {
                    text.append("/proc/").append(i).append("/stat\0x\n");
                }
            }
            text.append("@t done\n");
        }
        try (Room.Part part = room.part()) {
            var frames =
                    new Frames(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), "t", part);
            assertTrue(frames.hello().isPresent());
            frames.next();
            frames.next();
            assertTrue(room.left() < 18 * MIB, "two frames are held");
            while (frames.next().isPresent()) {
                assertTrue(room.left() >= 0);
            }
            assertEquals(20 * MIB, room.left(), "what came before is let go");
        }
    }
}
