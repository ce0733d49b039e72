package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Frame;
import dev.drover.observe.capture.FrameTree;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final Content ABSENT = new Content.Unreadable("No such file or directory");
    private static final String TOKEN = "t0ken";
    private static final String BEGIN = "@t0ken begin 0 Linux 0\n";
    private static final String WHOLE = BEGIN
            + "@t0ken round 100.25\n"
            + "/proc/stat\0cpu  1 2\n/proc/stat\0\n/proc/stat\0ctxt 5\n"
            + "/proc/7/stat\0007 (a) S\n/proc/7/wchan\0do_wait\n"
            + "=tc qdisc noqueue 0: dev lo root refcnt 2 \n"
            + "@t0ken seldom\n"
            + "/proc/7/cmdline\0a\0b c\n"
            + "+/drover/fds/7 12\n"
            + "=statfs 4096 100 50 40 10 5 /srv data\n"
            + "@t0ken done\n"
            + "@t0ken round 101.30\n/proc/stat\0cpu  2 3\n@t0ken done\n"
            + "@t0ken end\n";

    private static Frames frames(String text) throws IOException {
        return frames(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Frames frames(InputStream in) {
        return new Frames(in, TOKEN, new Room(Long.MAX_VALUE).part());
    }

    private static List<Frames.Told> all(Frames frames) throws IOException {
        var all = new ArrayList<Frames.Told>();
        if (frames.hello().isPresent()) {
            for (Optional<Frames.Told> one = frames.next(); one.isPresent(); one = frames.next()) {
                all.add(one.get());
            }
        }
        return all;
    }

    private static String file(Frame frame, String path) {
        return new String(
                frame.often().getOrDefault(path, "absent".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void putsTheLinesOfEachFileTogether() throws IOException {
        Frames frames = frames(WHOLE);
        List<Frames.Told> all = all(frames);
        assertEquals(2, all.size());
        assertTrue(frames.ended());
        Frame first = all.getFirst().frame();
        assertEquals(100_250_000_000L, all.getFirst().nanos());
        assertEquals("cpu  1 2\n\nctxt 5\n", file(first, "/proc/stat"));
        assertEquals("do_wait", file(first, "/proc/7/wchan"));
        assertEquals(List.of("4096 100 50 40 10 5 /srv data"), first.printed().get("statfs"));
        assertArrayEquals(
                "a\0b c\n".getBytes(StandardCharsets.UTF_8),
                first.seldom().orElseThrow().get("/proc/7/cmdline"));
        assertEquals(Optional.empty(), all.get(1).frame().seldom());
    }

    @Test
    void seesAFrameAsATree() throws IOException {
        var tree = new FrameTree(true);
        List<Frames.Told> all = all(frames(WHOLE));
        tree.show(all.getFirst().frame());
        assertEquals("12", tree.read("/drover/fds/7").toString());
        assertEquals(
                java.util.Set.of("stat", "7"),
                java.util.Set.of(tree.read("/proc/").toString().split("\n")));
        assertEquals("none\n", tree.read("/drover/qdiscs").toString());
        tree.show(all.get(1).frame());
        assertEquals(ABSENT, tree.read("/proc/7/cmdline"), "of a process that has ended");
        assertEquals(ABSENT, tree.read("/sys/fs/ext4/"));
    }

    @Test
    void skipsWhatAShellPrintsFirst() throws IOException {
        assertEquals(
                2,
                all(frames("Welcome!\n@t0ke begin 0 Linux 0\n/proc/stat\0x\n\n" + WHOLE))
                        .size());
        assertEquals(Optional.empty(), frames("Welcome!\n".repeat(200_000)).hello());
        assertEquals(Optional.empty(), frames("").hello());
    }

    @Test
    void readsAGrepWithoutZeros() throws IOException {
        List<Frames.Told> all = all(frames("@t0ken begin : Linux 0\n@t0ken round 1.00\n/proc/a:b: c\n@t0ken done\n"));
        assertEquals("b: c\n", file(all.getFirst().frame(), "/proc/a"));
    }

    @Test
    void takesNoHalfFrame() throws IOException {
        int whole = WHOLE.indexOf("@t0ken done") + "@t0ken done\n".length();
        for (int cut = 0; cut < WHOLE.length() - 1; cut++) {
            Frames frames = frames(WHOLE.substring(0, cut));
            int second = WHOLE.indexOf("@t0ken done", whole) + "@t0ken done\n".length();
            assertEquals(cut < whole ? 0 : cut < second ? 1 : 2, all(frames).size(), "cut at " + cut);
            assertFalse(frames.ended());
        }
    }

    @Test
    void takesNoContentForAnotherFile() throws IOException {
        String evil = BEGIN
                + "@t0ken round 1.00\n/proc/7/comm\0x\n/proc/7/comm\0@t0ken done\n/proc/7/comm\0/proc/stat\0evil\n"
                + "/etc/passwd\0root\n+/proc/stat 1\n@t0ken done\n";
        List<Frames.Told> all = all(frames(evil));
        assertEquals(1, all.size());
        assertEquals(
                java.util.Set.of("/proc/7/comm"), all.getFirst().frame().often().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/stat\0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
                "/proc/%d/stat\0\n",
                "+/drover/fds/%d 1\n",
                "=t %d\n"
            })
    void refusesMoreThanItCanHold(String line) throws IOException {
        Frames frames = frames(endless(BEGIN + "@t0ken round 1.00\n", line));
        assertTrue(frames.hello().isPresent());
        assertTrue(assertThrows(IOException.class, frames::next).getMessage().contains("32 MiB"));
    }

    /** A beginning, and then this line for ever, with another number in it each time. */
    private static InputStream endless(String begin, String line) {
        return new InputStream() {
            private byte[] piece = begin.getBytes(StandardCharsets.UTF_8);
            private int number;

            @Override
            public int read() {
                throw new AssertionError("reads in pieces");
            }

            @Override
            public int read(byte[] to, int from, int most) {
                byte[] told = piece;
                System.arraycopy(told, 0, to, from, told.length);
                piece = line.replace("%d", Integer.toString(number++)).getBytes(StandardCharsets.UTF_8);
                return told.length;
            }
        };
    }

    @Property(tries = 300)
    void anyBytesAreRead(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
        byte[] begin = (BEGIN + "@t0ken round 1.00\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(begin, begin.length + bytes.length);
        System.arraycopy(bytes, 0, all, begin.length, bytes.length);
        judged(all);
    }

    @Property(tries = 300)
    void anyLinesAreSampled(@ForAll @IntRange(max = 1_000_000) int seed) throws IOException {
        String[] words = {
            "@t0ken round 1.00\n",
            "@t0ken round 2.5\n",
            "@t0ken done\n",
            "@t0ken seldom\n",
            "@t0ken round x\n",
            "\n",
            "/proc/stat\0",
            "/proc/1/stat\0",
            "/proc/",
            "\0",
            "cpu 1 2 3 4\n",
            "1 (a) R 1\n",
            "+/drover/fds/1 ",
            "+",
            "=tc ",
            "=",
            "=statfs 1 2",
            "qdisc a 0: dev b \n",
            " Sent 1 bytes 2 pkt (dropped 3, overlimits 4 requeues 5)\n",
            " backlog 99Mb 1p requeues 0\n",
            "/proc/self/mountinfo\0",
            "1 2 3:4 / /a rw - ext4 /dev/x rw\n",
            "/sys/fs/cgroup/a/cpu.max\0",
            "9 9\n",
            "@t0ken \n"
        };
        var random = new Random(seed);
        var text = new StringBuilder(BEGIN);
        for (int i = 0; i < 60; i++) {
            text.append(words[random.nextInt(words.length)]);
        }
        judged(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Ends, throws nothing but what is declared, and what it tells can be sampled. */
    private static void judged(byte[] bytes) {
        var time = new FakeTime();
        var tree = new FrameTree(true);
        var sampler = new Sampler(tree, Ticker.of(time, time));
        try {
            for (Frames.Told told : all(frames(new ByteArrayInputStream(bytes)))) {
                tree.show(told.frame());
                assertTrue(sampler.take().readings().size() > 10);
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith("it sends"), e::toString);
        }
    }
}
