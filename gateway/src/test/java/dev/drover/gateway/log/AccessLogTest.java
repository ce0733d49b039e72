package dev.drover.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.route.Sketch;
import dev.drover.plane.Ticker;
import dev.drover.plane.lines.RotatedFile;
import dev.drover.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AccessLogTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long WALL = Instant.parse("2026-11-22T10:00:00.007Z").toEpochMilli();

    private static Sketch request(String url, String... headers) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            fields.add(Map.entry(parts[0], parts[1]));
        }
        try {
            var sketch = Sketch.of("GET", url, fields, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) 200}));
            sketch.notes().start(1_000);
            sketch.notes().trace().create(1, 2, 3);
            sketch.notes().timeline().enter(dev.drover.gateway.stage.Timeline.State.STREAM, 1_501_000);
            sketch.notes().timeline().end(2_001_000);
            sketch.notes().status(200);
            sketch.notes().addReceived(10);
            sketch.notes().addSent(20);
            return sketch;
        } catch (URISyntaxException | java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String logged(LogSettings.Form form, Sketch request) {
        var out = new ByteArrayOutputStream();
        try (AccessLog log =
                AccessLog.start(new LogSettings(form, new LogSettings.Sink.Stream(out)), 1, Ticker.system())) {
            log.loop(0).ended(request, "all", "catalog", "10.0.0.1:80", WALL);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesJson() {
        assertEquals(
                "{\"time\":\"2026-11-22T10:00:00.007Z\",\"id\":\"00000000000000010000000000000002\","
                        + "\"trace\":\"00000000000000010000000000000002\",\"client\":\"10.0.0.200\",\"method\":\"GET\","
                        + "\"scheme\":\"http\",\"host\":\"h\",\"target\":\"/a?b=c\",\"protocol\":\"HTTP/1.1\","
                        + "\"status\":200,\"received\":10,\"sent\":20,\"seconds\":0.002000,\"route\":\"all\","
                        + "\"service\":\"catalog\",\"instance\":\"10.0.0.1:80\",\"end\":\"answered\","
                        + "\"stages\":{\"head\":0.001500,\"stream\":0.000500},\"agent\":\"x\\u0022\\u005c\\u00e9\"}\n",
                logged(LogSettings.Form.JSON, request("http://h/a?b=c", "User-Agent: x\"\\\u00e9"))
                        .replace("\\u00c3\\u00a9", "\\u00e9"));
    }

    @Test
    void writesTheCombinedForm() {
        assertEquals(
                "10.0.0.200 - - [22/Nov/2026:10:00:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 20 \"-\" \"x\\x22\"\n",
                logged(LogSettings.Form.COMBINED, request("http://h/a?b=c", "User-Agent: x\"")));
    }

    @Test
    void cutsWhatIsTooLong() {
        String line = logged(LogSettings.Form.JSON, request("http://h/" + "x".repeat(5000)));
        assertTrue(line.contains("\"target\":\"/" + "x".repeat(2047) + "\""), line);
    }

    @Test
    void dropsAndCountsWhatDoesNotFitAndNeverWaits() {
        var release = new AtomicBoolean();
        var stuck = new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("lines come in arrays");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                Await.until("the test lets it go", SOON, release::get);
            }
        };
        try (AccessLog log = AccessLog.start(
                new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Stream(stuck)), 1, Ticker.system())) {
            Sketch request = request("http://h/" + "x".repeat(1000));
            int given = 5000;
            for (int i = 0; i < given; i++) {
                log.loop(0).ended(request, "all", "", "", WALL);
            }
            assertTrue(log.lost() > 1000, "lost " + log.lost());
            release.set(true);
            Await.until("all are written or lost", SOON, () -> log.written() + log.lost() == given);
        }
    }

    @Test
    void saysOnceThatTheDiskIsFullAndGoesOn() {
        var said = new ArrayList<String>();
        Logger logger = Logger.getLogger("dev.drover.gateway.log");
        Handler handler = new Remembering(said);
        logger.addHandler(handler);
        var settings = new LogSettings(
                LogSettings.Form.JSON,
                new LogSettings.Sink.File(new RotatedFile.Settings(Path.of("/dev/full"), 1000, Duration.ofDays(1), 1)));
        try (AccessLog log = AccessLog.start(settings, 1, Ticker.system())) {
            for (int i = 1; i <= 3; i++) {
                int expected = i;
                log.loop(0).ended(request("http://h/"), "all", "", "", WALL);
                Await.until("it is lost", SOON, () -> log.lost() == expected);
            }
            assertEquals(0, log.written());
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.getFirst().contains("/dev/full cannot be written: No space left on device"), said.toString());
    }

    @Test
    void writesAgainWhenTheDiskTakesIt() {
        var broken = new AtomicBoolean(true);
        var out = new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes, int from, int length) {
                if (broken.get()) {
                    throw new java.io.UncheckedIOException(new IOException("full"));
                }
                super.write(bytes, from, length);
            }
        };
        var failing = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                out.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    out.write(bytes, from, length);
                } catch (java.io.UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        };
        try (AccessLog log = AccessLog.start(
                new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Stream(failing)), 1, Ticker.system())) {
            log.loop(0).ended(request("http://h/lost"), "all", "", "", WALL);
            Await.until("it is lost", SOON, () -> log.lost() == 1);
            broken.set(false);
            Await.until("one is written", SOON, () -> {
                log.loop(0).ended(request("http://h/kept"), "all", "", "", WALL);
                return log.written() > 0;
            });
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("/kept"));
    }

    @Test
    void keepsTheOrderOfALoopAcrossTheEndOfTheRing() {
        var ring = new LogRing(1 << 16);
        var log = new LoopLog(ring, () -> {});
        var seen = new ArrayList<Integer>();
        var expected = new ArrayList<Integer>();
        var entry = new LogEntry();
        for (int i = 0; i < 5000; i++) {
            Sketch request = request("http://h/" + "y".repeat(i % 700));
            request.notes().status(i % 1000);
            expected.add(i % 1000);
            log.ended(request, "r", "s", "i", WALL);
            if (i % 7 == 0) {
                ring.drain((bytes, offset) -> seen.add(entry.at(bytes, offset).status()));
            }
        }
        ring.drain((bytes, offset) -> seen.add(entry.at(bytes, offset).status()));
        assertEquals(0, log.dropped());
        assertEquals(expected, seen);
    }

    /** Keeps what is logged. */
    private static final class Remembering extends Handler {
        private final List<String> said;

        Remembering(List<String> said) {
            this.said = said;
        }

        @Override
        public void publish(LogRecord record) {
            said.add(java.text.MessageFormat.format(record.getMessage(), record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
