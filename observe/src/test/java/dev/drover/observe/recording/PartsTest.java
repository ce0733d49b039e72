package dev.drover.observe.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.testkit.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Recordings put one behind the other, and what is left of those that were cut off or damaged. */
class PartsTest {
    private static final int FRAMES = 25;

    /** Three chunks, of ten frames each but the last. */
    private static byte[] recorded(int first) throws IOException {
        var out = new ByteArrayOutputStream();
        int[] now = {first};
        var recorder = new Recorder(path -> Content.Text.of("frame " + now[0]), out);
        for (int i = 0; i < FRAMES; i++, now[0]++) {
            recorder.nextRound(FakeTime.START.plusSeconds(now[0]), now[0] * 1_000_000_000L);
            recorder.read("/proc/stat");
            recorder.endFrame();
        }
        recorder.flush();
        return out.toByteArray();
    }

    private static byte[] whole(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        Parts.copyWhole(new ByteArrayInputStream(bytes), out);
        return out.toByteArray();
    }

    private static int frames(byte[] bytes) throws IOException {
        int frames = 0;
        try (var recording = new Recording(new ByteArrayInputStream(bytes))) {
            while (recording.next()) {
                frames++;
            }
        }
        return frames;
    }

    @Test
    void copiesAWholeRecordingAsItIs() throws IOException {
        byte[] recorded = recorded(0);
        assertArrayEquals(recorded, whole(recorded));
        assertEquals(FRAMES, frames(recorded));
    }

    @Test
    void copiesOfACutRecordingTheWholeChunks() throws IOException {
        byte[] recorded = recorded(0);
        byte[] copy = whole(Arrays.copyOf(recorded, recorded.length - 1));
        assertEquals(20, frames(copy));
        assertArrayEquals(Arrays.copyOf(recorded, copy.length), copy);
    }

    @Test
    void anotherRecordingGoesOnBehindWhatWasLeft() throws IOException {
        byte[] first = recorded(0);
        var all = new ByteArrayOutputStream();
        Parts.copyWhole(new ByteArrayInputStream(first, 0, first.length - 1), all);
        Parts.copyWhole(new ByteArrayInputStream(recorded(100)), all);
        assertEquals(20 + FRAMES, frames(all.toByteArray()));
    }

    @Test
    void copiesNothingThatIsNoRecording() throws IOException {
        assertEquals(0, whole(new byte[0]).length);
        assertEquals(0, whole("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).length);
        byte[] later = recorded(0);
        later[Format.MAGIC.length - 1]++;
        assertEquals(0, whole(later).length, "of another version");
    }

    @Property(tries = 200)
    void whatIsLeftAfterAnyDamageCanBeReadWhole(@ForAll @IntRange(max = 10_000) int at, @ForAll byte change)
            throws IOException {
        byte[] damaged = recorded(0);
        damaged[at % damaged.length] ^= change;
        byte[] copy = whole(damaged);
        int frames = copy.length == 0 ? 0 : frames(copy);
        assertTrue(
                change == 0 ? frames == FRAMES : frames == 0 || frames == 10 || frames == 20, () -> frames + " frames");
    }

    @Property(tries = 200)
    void anyBytesBehindTheMagicAreTakenOrLeft(@ForAll @Size(max = 100) byte[] bytes) throws IOException {
        byte[] all = Arrays.copyOf(Format.MAGIC, Format.MAGIC.length + bytes.length);
        System.arraycopy(bytes, 0, all, Format.MAGIC.length, bytes.length);
        assertTrue(whole(all).length >= Format.MAGIC.length);
    }
}
