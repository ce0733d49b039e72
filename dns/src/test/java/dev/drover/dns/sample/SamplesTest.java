package dev.drover.dns.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.message.Query;
import dev.drover.model.Dns;
import dev.drover.model.Where;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.TopList;
import dev.drover.plane.control.TopList.By;
import dev.drover.testkit.FakeTime;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class SamplesTest {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Query query = new Query();

    private Samples samples;
    private Sampler sampler;

    @BeforeEach
    void open() {
        samples = new Samples(Ticker.of(time, time), new Random(1), folder);
        sampler = samples.open("udp");
    }

    @AfterEach
    void close() {
        samples.close();
    }

    private void asked(String name, int client) throws Exception {
        asked(Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN)), client);
    }

    private void asked(Message message, int client) {
        byte[] bytes = message.toWire();
        System.arraycopy(bytes, 0, query.bytes(), 0, bytes.length);
        query.from(0, 0xffff_0000_0000L | Integer.toUnsignedLong(client));
        assertEquals(Query.Verdict.SOUND, query.parse(bytes.length));
        sampler.see(query, 100);
    }

    private static int address(String text) {
        byte[] b = InetAddress.ofLiteral(text).getAddress();
        return b[0] << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | (b[3] & 0xff);
    }

    @Test
    void countsEachWhileThereAreFew() throws Exception {
        for (int i = 0; i < 3; i++) {
            asked("WWW.example.test.", address("192.0.2.7") + i);
        }
        asked("mail.example.test.", address("198.51.100.1"));
        TopList names = samples.top(By.NAME, 10);
        assertEquals(
                List.of(new TopList.Row("www.example.test", 3, 3, 3), new TopList.Row("mail.example.test", 1, 1, 1)),
                names.rows());
        assertEquals(4, names.queries());
        assertEquals(4, names.samples());
        assertEquals(
                List.of(new TopList.Row("192.0.2.0/24", 3, 3, 3)),
                samples.top(By.CLIENT, 1).rows());
    }

    /** The thread beside would drain as well; the numbers are the same whoever does. */
    @Test
    void estimatesWithinItsBoundsWhatIsTooMuchToCount() throws Exception {
        var random = new Random(7);
        int seconds = 60;
        int each = 5000;
        long often = 0;
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < each; i++) {
                boolean popular = random.nextInt(5) == 0;
                often += popular ? 1 : 0;
                asked(popular ? "popular.test." : "n" + random.nextInt(20_000) + ".test.", random.nextInt());
                if (i % 100 == 0) {
                    samples.drain();
                }
            }
            time.advance(Duration.ofSeconds(1));
            samples.drain();
        }
        TopList list = samples.top(By.NAME, 3);
        TopList.Row first = list.rows().getFirst();
        assertEquals("popular.test", first.item());
        assertTrue(list.samples() < seconds * each / 5, "samples " + list.samples());
        assertTrue(first.least() <= often && often <= first.most(), often + " is not in " + first);
        assertTrue(first.most() - first.least() < often / 5, "says nothing: " + first);
        long about = list.queries() + list.lost();
        assertTrue(Math.abs(about - (long) seconds * each) < seconds * each / 10, "queries " + about);
    }

    /** Of a hundred ranges 95 should hold; with fewer than 80 of them something is wrong. */
    @Test
    void holdsWhatItsRangesPromise() throws Exception {
        var random = new Random(11);
        var asked = new HashMap<String, Long>();
        for (int second = 0; second < 40; second++) {
            for (int i = 0; i < 20_000; i++) {
                String name = "n" + random.nextInt(100) + ".test";
                asked.merge(name, 1L, Long::sum);
                asked(name + ".", i);
                if (i % 50 == 0) {
                    samples.drain();
                }
            }
            time.advance(Duration.ofSeconds(1));
            samples.drain();
        }
        List<TopList.Row> rows = samples.top(By.NAME, 200).rows();
        long held = rows.stream()
                .filter(r ->
                        r.least() <= asked.getOrDefault(r.item(), 0L) && asked.getOrDefault(r.item(), 0L) <= r.most())
                .count();
        assertEquals(100, rows.size());
        assertTrue(held >= 80, held + " of 100 hold");
    }

    @Test
    void forgetsWhatWasLongAgo() throws Exception {
        asked("old.test.", 1);
        samples.drain();
        time.advance(Duration.ofMinutes(6));
        asked("new.test.", 1);
        assertEquals(2, samples.top(By.NAME, 10).rows().size());
        samples.drain();
        time.advance(Duration.ofMinutes(6));
        asked("new.test.", 1);
        assertEquals(
                List.of(new TopList.Row("new.test", 2, 2, 2)),
                samples.top(By.NAME, 10).rows());
    }

    @Test
    void logsOneOfSoMany() throws Exception {
        samples.use(Optional.of(new Dns.Watching(Where.nowhere(), 10, Optional.empty())));
        for (int i = 0; i < 2000; i++) {
            asked("www.example.test.", i);
            if (i % 50 == 0) {
                samples.drain();
            }
        }
        samples.drain();
        int lines = Files.readAllLines(folder.resolve("queries.log")).size();
        assertTrue(lines > 140 && lines < 260, "lines " + lines);
        assertEquals(lines, samples.written());
        assertEquals(0, samples.lost());
    }

    @Test
    void logsNoMoreOfAClientThanItsNetwork() throws Exception {
        samples.use(Optional.of(new Dns.Watching(Where.nowhere(), 1, Optional.empty())));
        Message message = Message.newQuery(Record.newRecord(Name.fromString("a\\\"b.test."), Type.A, DClass.IN));
        var told = new ClientSubnetOption(32, InetAddress.ofLiteral("203.0.113.77"));
        message.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(told)), Section.ADDITIONAL);
        asked(message, address("192.0.2.99"));
        samples.drain();
        List<String> lines = Files.readAllLines(folder.resolve("queries.log"));
        assertEquals(1, lines.size());
        String wanted = "{\"time\":\"T\",\"client\":\"192.0.2.0/24\",\"name\":\"a\\\\\\\"b.test\",\"type\":\"A\","
                + "\"transport\":\"udp\",\"rcode\":\"NOERROR\",\"ecs\":\"203.0.113.0/24\",\"scope\":0,"
                + "\"bytes\":100,\"every\":1}";
        String line =
                Pattern.compile("\"time\":\"[^\"]*\"").matcher(lines.getFirst()).replaceFirst("\"time\":\"T\"");
        assertEquals(wanted, line);
        assertFalse(lines.getFirst().contains("192.0.2.99"));
    }

    @Test
    void countsWhatDoesNotFitRatherThanToWait() throws Exception {
        samples.use(Optional.of(new Dns.Watching(Where.nowhere(), 1, Optional.empty())));
        try (var stuck = new Stuck(samples)) {
            for (int i = 0; i < 1000; i++) {
                asked("www.example.test.", i);
            }
        }
        assertTrue(samples.lost() >= 1000 - 256, "lost " + samples.lost());
        assertTrue(samples.top(By.NAME, 1).lost() > 0);
    }

    /** Nobody drains while it is open. */
    private static final class Stuck implements AutoCloseable {
        private final Thread thread;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        Stuck(Samples samples) throws InterruptedException {
            thread = Thread.ofPlatform().start(() -> {
                synchronized (samples) {
                    begun.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            begun.await();
        }

        @Override
        public void close() throws InterruptedException {
            end.countDown();
            thread.join();
        }
    }
}
