package dev.drover.observe.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.recording.Recording;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private final FakeHost host = new FakeHost();
    private final FakeTime time = new FakeTime();
    private final Instant begin = time.instant();

    @TempDir
    private Path folder;

    private Path shelf() {
        return folder.resolve("history");
    }

    private History history(Keeping keeping) {
        return new History(host, shelf(), keeping, Ticker.of(time, time));
    }

    private void pass(History history, int seconds) {
        for (int i = 0; i < seconds; i++) {
            host.pass(1);
            time.advance(Duration.ofSeconds(1));
            history.round();
        }
    }

    /** The seconds since the beginning of all frames that are kept of these times. */
    private List<Long> frames(History history, long from, long to) {
        var out = new ByteArrayOutputStream();
        var seconds = new ArrayList<Long>();
        try {
            if (!history.copy(begin.plusSeconds(from), begin.plusSeconds(to), out)) {
                return seconds;
            }
            try (var recording = new Recording(new ByteArrayInputStream(out.toByteArray()))) {
                while (recording.next()) {
                    seconds.add(Duration.between(begin, recording.ticker().instant())
                            .toSeconds());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seconds;
    }

    private static Keeping keeping(long memory, Duration age, long disk) {
        return new Keeping(memory, age, Duration.ofSeconds(30), disk, Duration.ofDays(7));
    }

    @Test
    void handsOutEachSecondOfWhatWasAskedFor() {
        try (History history = history(Keeping.STANDARD)) {
            pass(history, 700);
            List<Long> frames = frames(history, 290, 310);
            for (long second = 290; second <= 310; second++) {
                assertTrue(frames.contains(second), "second " + second);
            }
            assertEquals(frames.stream().sorted().distinct().toList(), frames);
            assertTrue(frames.getLast() < 700, "the last minutes were not asked for");
        }
    }

    @Test
    void knowsTheNewestSecondAtOnce() {
        try (History history = history(Keeping.STANDARD)) {
            pass(history, 3);
            assertEquals(List.of(1L, 2L, 3L), frames(history, 0, 100));
        }
    }

    @Test
    void forgetsWhatIsTooOld() {
        try (History history = history(keeping(8 << 20, Duration.ofMinutes(10), 0))) {
            pass(history, 1300);
            assertTrue(frames(history, 0, 300).isEmpty());
            assertFalse(frames(history, 1000, 1300).isEmpty());
        }
    }

    @Test
    void staysWithinItsBytes() throws IOException {
        var reels = new Reels(1000, Duration.ofHours(1));
        for (int i = 0; i < 20; i++) {
            reels.begin(begin.plusSeconds(i)).write(new byte[150]);
            reels.reaches(begin.plusSeconds(i));
            assertTrue(reels.bytes() <= 1000);
        }
        assertEquals(begin.plusSeconds(14), reels.oldest());
    }

    @Test
    void findsOnDiskWhatMemoryHasForgottenAndAProcessBeforeHasSeen() throws InterruptedException {
        Keeping keeping = keeping(8 << 20, Duration.ofMinutes(10), 8 << 20);
        try (History before = history(keeping).startWriting()) {
            pass(before, 700);
        }
        try (History history = history(keeping)) {
            pass(history, 20);
            List<Long> frames = frames(history, 0, 1000);
            assertTrue(frames.contains(1L) && frames.contains(31L), frames.toString());
            assertTrue(frames.contains(715L), frames.toString());
            assertEquals(frames.stream().sorted().distinct().toList(), frames);
        }
    }

    @Test
    void readsWhatACrashLeftUpToTheLastWholeChunk() throws IOException {
        Keeping keeping = keeping(8 << 20, Duration.ofMinutes(10), 8 << 20);
        try (History before = history(keeping).startWriting()) {
            pass(before, 650);
        }
        Path file;
        try (var files = Files.list(shelf())) {
            file = files.findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 7));
        Files.setLastModifiedTime(file, FileTime.from(time.instant()));
        try (History history = history(keeping)) {
            pass(history, 2);
            List<Long> frames = frames(history, 0, 1000);
            assertTrue(frames.contains(1L), frames.toString());
            assertTrue(frames.contains(652L), frames.toString());
        }
    }

    @Test
    void goesOnInMemoryWhereTheDiskTakesNothing() throws IOException {
        Files.writeString(shelf(), "a file where the folder should be");
        try (History history =
                history(keeping(8 << 20, Duration.ofMinutes(10), 8 << 20)).startWriting()) {
            pass(history, 700);
            assertTrue(frames(history, 600, 700).contains(650L));
        }
    }

    @Test
    void removesTheOldestFiles() throws IOException {
        try (var shelf = new Shelf(shelf(), 1000, Duration.ofDays(7))) {
            for (int i = 0; i < 10; i++) {
                assertTrue(shelf.add(begin.plusSeconds(i), true, begin.plusSeconds(i), new byte[300]));
            }
        }
        try (var files = Files.list(shelf())) {
            assertEquals(3, files.count());
        }
    }
}
