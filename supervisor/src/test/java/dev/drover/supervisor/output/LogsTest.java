package dev.drover.supervisor.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.board.InstanceId;
import dev.drover.plane.Processes.Line;
import dev.drover.plane.Processes.Tail;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogsTest {
    private static final InstanceId ONE = new InstanceId("shop", "shop-1");
    private static final InstanceId TWO = new InstanceId("shop", "shop-2");

    @TempDir
    Path data;

    private final FakeTime time = new FakeTime();
    private final Ticker ticker = Ticker.of(time, time);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private Logs logs(Path folder, long size, int files) {
        var logs = new Logs(folder, ticker, size, files);
        open.add(logs);
        return logs;
    }

    @Test
    void keepsEachLineWithItsTimeAndStream() throws Exception {
        Logs logs = logs(data, 1 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, "open\n");
        time.advance(Duration.ofMillis(250));
        print(logs, ONE, Line.Stream.ERR, "the till is stuck\nno end");

        assertEquals(List.of("open", "the till is stuck", "no end"), texts(logs.last(List.of(ONE), 10)));
        assertEquals("""
                2030-01-01T00:00:00Z out open
                2030-01-01T00:00:00.250Z err the till is stuck
                2030-01-01T00:00:00.250Z err no end
                """, Files.readString(data.resolve("shop/shop-1.log")));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("shop/shop-1.log"))));
        assertEquals(List.of("the till is stuck", "no end"), logs.of(ONE).lastWords());
    }

    @Test
    void opensNoFileForWhatComesAfterTheEnd() throws Exception {
        Logs logs = logs(data, 1 << 20, 2);
        var busy = new java.util.concurrent.CountDownLatch(1);
        logs.enqueue(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread closing = Thread.ofPlatform().start(logs::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        logs.of(TWO).say("too late");
        busy.countDown();
        closing.join();
        assertFalse(Files.exists(data.resolve("shop/shop-2.log")));
    }

    @Test
    void mergesInstancesByTimeAndGivesTheNewest() throws Exception {
        Logs logs = logs(data, 1 << 20, 2);
        for (int i = 0; i < 6; i++) {
            print(logs, i % 2 == 0 ? ONE : TWO, Line.Stream.OUT, "line " + i + "\n");
            time.advance(Duration.ofMillis(1));
        }
        assertEquals(List.of("line 3", "line 4", "line 5"), texts(logs.last(List.of(ONE, TWO), 3)));
        assertEquals(List.of("line 0", "line 2", "line 4"), texts(logs.last(List.of(ONE), 10)));
    }

    @Test
    void setsFullFilesAsideAndKeepsAsManyAsToldAndReadsOnInThem() throws Exception {
        Logs logs = logs(data, 200, 3);
        for (int i = 0; i < 30; i++) {
            print(logs, ONE, Line.Stream.OUT, "line " + i + " of many\n");
        }
        List<String> kept = texts(logs.last(List.of(ONE), 100));
        assertEquals("line 29 of many", kept.getLast());
        assertTrue(kept.size() > 8 && kept.size() < 16, kept.toString());
        try (var files = Files.list(data.resolve("shop"))) {
            assertEquals(
                    List.of("shop-1.log", "shop-1.log.1", "shop-1.log.2"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        for (int age = 1; age < 3; age++) {
            assertTrue(Files.size(data.resolve("shop/shop-1.log." + age)) <= 200);
        }
    }

    @Test
    void goesOnInTheFileThatIsThere() throws Exception {
        try (var before = new Logs(data, ticker, 1 << 20, 2)) {
            print(before, ONE, Line.Stream.OUT, "before\n");
        }
        Logs logs = logs(data, 1 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, "after\n");
        assertEquals(List.of("before", "after"), texts(logs.last(List.of(ONE), 10)));
    }

    @Test
    void followsWithoutAGapAndCountsWhatWasNotTaken() throws Exception {
        Logs logs = logs(data, 10 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, "one\ntwo\n");
        try (Tail tail = logs.follow(List.of(ONE), 1)) {
            print(logs, ONE, Line.Stream.OUT, "three\n");
            assertEquals("two", next(tail));
            assertEquals("three", next(tail));
            assertNull(tail.next(Duration.ofMillis(1)));

            for (int i = 0; i < 20; i++) {
                print(logs, ONE, Line.Stream.OUT, "x\n".repeat(1000));
                logs.last(List.of(ONE), 1);
            }
            assertEquals(10_000, tail.missed());
        }
    }

    @Test
    void cutsALongLineInPieces() throws Exception {
        Logs logs = logs(data, 1 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, "y".repeat(Lines.LONGEST + 5) + "\nz\n");
        List<String> texts = texts(logs.last(List.of(ONE), 10));
        assertEquals(
                List.of(Lines.LONGEST, 5, 1), texts.stream().map(String::length).toList());
    }

    @Test
    void goesOnWhenTheDiskIsFullAndCountsWhatItLeftOut() throws Exception {
        Path disk = Files.createDirectory(data.resolve("disk"));
        assumeTrue(mount(disk), "needs root and the right to mount a tmpfs of 64 KiB");
        Logs logs = logs(disk, 1 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, ("x".repeat(99) + "\n").repeat(2000));
        logs.last(List.of(ONE), 1);
        long dropped = logs.of(ONE).dropped();
        assertTrue(dropped > 1000, "dropped " + dropped);
        String text = Files.readString(disk.resolve("shop/shop-1.log"));
        assertTrue(text.endsWith("x\n"), "a torn line at the end");

        Files.delete(disk.resolve("shop/shop-1.log"));
        time.advance(Duration.ofSeconds(1));
        print(logs, TWO, Line.Stream.OUT, "there is room again\n");
        assertEquals(List.of("there is room again"), texts(logs.last(List.of(TWO), 10)));
    }

    @Test
    void saysHowManyLinesAreMissingOnceItCanWriteAgain() throws Exception {
        Path blocked = data.resolve("blocked");
        Files.writeString(blocked, "a file where the folder should be");
        Logs logs = logs(blocked, 1 << 20, 2);
        print(logs, ONE, Line.Stream.OUT, "lost\nlost too\n");
        logs.last(List.of(ONE), 1);
        assertEquals(2, logs.of(ONE).dropped());

        Files.delete(blocked);
        time.advance(Duration.ofSeconds(1));
        print(logs, ONE, Line.Stream.OUT, "kept\n");
        assertEquals(
                List.of("2 lines of output were not kept: the disk was full or slow", "kept"),
                texts(logs.last(List.of(ONE), 10)));
        assertFalse(logs.full());
    }

    private boolean mount(Path disk) throws IOException, InterruptedException {
        var mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        if (!mount.waitFor(10, TimeUnit.SECONDS) || mount.exitValue() != 0) {
            return false;
        }
        open.add(() ->
                new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor());
        return true;
    }

    private static void print(Logs logs, InstanceId id, Line.Stream stream, String text) throws InterruptedException {
        logs.of(id)
                .attach(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), stream)
                .join();
    }

    private static String next(Tail tail) throws InterruptedException {
        Line line = tail.next(Duration.ofSeconds(10));
        assertNotNull(line);
        return line.text();
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }
}
