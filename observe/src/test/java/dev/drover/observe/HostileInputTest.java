package dev.drover.observe;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever files hold, all groups are read and all rules judge without an exception: new groups and rules are in by being listed. */
class HostileInputTest {
    private static final String[] FOLDERS = {"1\n2\n\n999999999999\nself\n-3\n4x", "a.slice\ncpu.max\n../..\n\u0000", ""
    };

    /** Samples through a tree that is a fake host's, bent by a function of each file's bytes. */
    private static Diagnosis diagnose(FakeHost host, UnaryOperator<byte[]> bend) {
        Tree bent = path -> host.read(path) instanceof Content.Text(byte[] bytes)
                ? new Content.Text(bend.apply(bytes.clone()))
                : new Content.Unreadable("No such file or directory");
        return diagnose(bent);
    }

    private static Diagnosis diagnose(Tree tree) {
        var time = new FakeTime();
        var sampler = new Sampler(tree, Ticker.of(time, time));
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 12; i++) {
            samples.add(sampler.take());
            time.advance(Duration.ofSeconds(1));
        }
        return Diagnosis.of(new Window(samples));
    }

    @Property(tries = 300)
    void anyBytesInEveryFileAreJudged(@ForAll @Size(max = 300) byte[] bytes) {
        assertNotNull(diagnose((Tree) path -> new Content.Text(bytes)).verdict());
    }

    @Property(tries = 300)
    void anyTextOfNumbersIsJudged(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new Random(seed);
        String[] words = {
            "cpu",
            "cpu0",
            "some",
            "full",
            "total=",
            "avg10=0.5",
            ":",
            "\n",
            "\n",
            " ",
            "-1",
            "0",
            "18446744073709551615",
            "9223372036854775807",
            "99999999999999999999999",
            "Tcp:",
            "TcpExt:",
            "ListenOverflows",
            "max",
            "kB",
            "(a) b)",
            "R",
            "S",
            "eth0:",
            "MemTotal:",
            "MemAvailable:",
            "nr_periods",
            "Max open files",
            "unlimited",
            "\t",
            "0.5",
            "ffffffff",
            "1:cpu:/x"
        };
        Tree tree = path -> {
            if (path.endsWith("/")) {
                return Content.Text.of(FOLDERS[random.nextInt(FOLDERS.length)]);
            }
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            return Content.Text.of(text.toString());
        };
        assertNotNull(diagnose(tree).verdict());
    }

    @Property(tries = 300)
    void bentFilesOfARealHostAreJudged(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new Random(seed);
        var host = new FakeHost().cpu(0.9).pressure("cpu", 0.5, 0);
        host.process(50, "a) b (c\n)").cpu(1, 1);
        Diagnosis diagnosis = diagnose(host, bytes -> {
            if (bytes.length > 0 && random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
        });
        assertNotNull(diagnosis.verdict());
    }

    @Test
    void aHostWithoutAnyFileCannotBeTold() {
        Verdict verdict = diagnose((Tree) path -> new Content.Unreadable("Permission denied"))
                .verdict();
        assertTrue(assertInstanceOf(Verdict.CannotTell.class, verdict)
                .why()
                .getFirst()
                .contains("Permission denied"));
    }

    @Test
    void manyCpusAndDisksAreRead() {
        var host = new FakeHost();
        var stat = new StringBuilder("cpu  100000 0 100000 100000000 0 0 0 0 0 0\n");
        for (int i = 0; i < 1152; i++) {
            stat.append("cpu").append(i).append(" 100 0 100 100000 0 0 0 0 0 0\n");
        }
        host.file(
                "/proc/stat",
                stat + "intr " + "0 ".repeat(50_000) + "\nctxt 5\nprocesses 6\nprocs_running 7\nprocs_blocked 8\n");
        var disks = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            disks.append("   8 ")
                    .append(i)
                    .append(" sd")
                    .append(Integer.toString(i, 36))
                    .append("x 1 2 3 4 5 6 7 8 9 10 11\n");
        }
        host.file("/proc/diskstats", disks.toString());
        Window window = host.watch(3);
        Cpus cpus = window.now(Cpus.GROUP).orElse(new Cpus(null, new java.util.TreeMap<>(), 0, 0, 0, 0));
        assertTrue(cpus.count() == 1152 && cpus.contextSwitches() == 5 && cpus.blocked() == 8, cpus::toString);
        assertTrue(window.now(Disks.GROUP).map(d -> d.byName().size()).orElse(0) == 4000);
        assertNotNull(Diagnosis.of(window).verdict());
    }

    @Test
    void countersThatGoBackwardsAreNotMeasurable() {
        var host = new FakeHost().netstat("TcpExt.ListenOverflows", 5);
        host.pass(3).netstat("TcpExt.ListenOverflows", -100).pass(1);
        var rates =
                host.window().whole().rate(dev.drover.observe.counter.net.Protocols.EXTENDED, "TcpExt.ListenOverflows");
        assertTrue(rates.why().contains("backwards"), rates::toString);
        assertNotNull(Diagnosis.of(host.window()).verdict());
    }

    @Test
    void textThatIsNoTextIsRead() {
        byte[] odd = "cpu  1 2 3\u00e4\u0000".getBytes(StandardCharsets.ISO_8859_1);
        assertNotNull(diagnose(new FakeHost(), bytes -> odd).verdict());
    }
}
