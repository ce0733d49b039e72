package dev.drover.observe.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final int FRAMES = 25;

    private final List<Sample> samples = new ArrayList<>();

    /** A host whose CPUs become busy, written down. */
    private byte[] recorded() throws IOException {
        var host = new FakeHost();
        host.process(50, "hog").cpu(1.9, 4);
        var out = new ByteArrayOutputStream();
        var time = new FakeTime();
        var recorder = new Recorder(host, out);
        var sampler = new Sampler(recorder, Ticker.of(time, time));
        for (int i = 0; i < FRAMES; i++) {
            host.cpu(i < 5 ? 0.1 : 0.98).pressure("cpu", i < 5 ? 0 : 0.7, 0).pass(1);
            time.advance(Duration.ofSeconds(1));
            samples.add(sampler.take());
            recorder.endFrame();
        }
        recorder.flush();
        return out.toByteArray();
    }

    private static List<Sample> played(byte[] bytes) throws IOException {
        try (var recording = new Recording(new ByteArrayInputStream(bytes))) {
            var sampler = new Sampler(recording, recording.ticker());
            var samples = new ArrayList<Sample>();
            while (recording.next()) {
                samples.add(sampler.take());
            }
            return samples;
        }
    }

    @Test
    void playsBackWhatWasSeen() throws IOException {
        List<Sample> played = played(recorded());
        assertEquals(samples, played);
        assertEquals(Diagnosis.of(new Window(samples)), Diagnosis.of(new Window(played)));
    }

    /** Files of {@code /proc} move while they are read; some are read by two groups. */
    @Test
    void keepsAPathThatIsReadTwiceInAFrameAsItWasLast() throws IOException {
        int[] reads = {0};
        Tree moving = path -> Content.Text.of(Integer.toString(++reads[0]));
        var out = new ByteArrayOutputStream();
        var recorder = new Recorder(moving, out);
        for (int frame = 1; frame <= 2; frame++) {
            recorder.nextRound(FakeTime.START, frame);
            recorder.read("/proc/stat");
            recorder.read("/proc/stat");
            recorder.endFrame();
        }
        recorder.flush();
        try (var recording = new Recording(new ByteArrayInputStream(out.toByteArray()))) {
            assertTrue(recording.next());
            assertEquals("2", recording.read("/proc/stat").toString());
            assertTrue(recording.next());
            assertEquals("4", recording.read("/proc/stat").toString());
        }
    }

    @Test
    void keepsWholeChunksOfARecordingThatWasCutShort() throws IOException {
        byte[] bytes = recorded();
        try (var recording = new Recording(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 5)))) {
            int frames = 0;
            while (recording.next()) {
                frames++;
            }
            assertTrue(recording.cutShort());
            assertEquals(20, frames);
        }
    }

    @Test
    void tellsWhereItIsDamaged() throws IOException {
        byte[] bytes = recorded();
        bytes[bytes.length / 2] ^= 0x10;
        assertTrue(assertThrows(Damaged.class, () -> played(bytes)).getMessage().startsWith("byte "));
    }

    @Test
    void refusesOtherFilesAndOtherVersions() {
        assertThrows(Damaged.class, () -> played("root:x:0:0".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        byte[] later = Format.MAGIC.clone();
        later[7] = 2;
        assertTrue(assertThrows(Damaged.class, () -> played(later)).getMessage().contains("version 2"));
    }

    @Test
    void writesOnlyWhatChanged() throws IOException {
        byte[] bytes = recorded();
        assertTrue(bytes.length < FRAMES * 600, () -> bytes.length + " bytes");
        assertFalse(bytes.length < 500);
    }

    /** Behind the checksum, too: a chunk is made anew around bytes that were bent. */
    @Property(tries = 500)
    void endsInFramesOrInDamage(@ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
        var random = new java.util.Random(seed);
        byte[] raw = new byte[random.nextInt(200)];
        random.nextBytes(raw);
        if (random.nextBoolean() && raw.length > 25) {
            raw[0] = 1;
            Arrays.fill(raw, 1, 5, (byte) 0);
            raw[9] = 0;
            raw[21] = 3;
        }
        try {
            Chunk.read(raw, 8).frames();
        } catch (Damaged e) {
            assertTrue(e.getMessage().startsWith("byte 8: "));
        }
    }

    @Property(tries = 500)
    void bentFilesEndInFramesOrInDamage(@ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
        var random = new java.util.Random(seed);
        byte[] bytes = recorded();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            played(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
        } catch (Damaged e) {
            assertTrue(e.getMessage().startsWith("byte "));
        }
    }
}
