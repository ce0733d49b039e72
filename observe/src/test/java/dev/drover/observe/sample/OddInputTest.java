package dev.drover.observe.sample;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.verdict.Rules;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever bytes the files hold, all parsers and all rules come to an end and throw nothing. */
class OddInputTest {
    private static final List<String> WORDS = List.of(
            "cpu",
            "cpu0",
            "some",
            "full",
            "total=",
            "md0",
            "[2/1]",
            "resync",
            "=",
            ":",
            "8:0",
            "Read",
            "Write",
            "max",
            "-1",
            "99999999999999999999",
            "1",
            "0",
            "\n",
            " ",
            "\t",
            "(",
            ")",
            "D",
            "socket",
            "kB",
            "rbps=1",
            "se.exec_start",
            ".",
            "Uid:",
            "Threads:",
            "Max processes",
            "unlimited",
            "/",
            "100.5",
            "\0",
            "Killed process ",
            "node0",
            "mc0",
            "42");

    @Property(tries = 60)
    void bytesOfAnyKind(@ForAll @Size(max = 400) byte[] bytes, @ForAll long seed) {
        survives(new OddTree(seed, path -> bytes));
    }

    @Property(tries = 60)
    void knownWordsInAnyOrder(@ForAll long seed) {
        survives(new OddTree(seed, path -> {
            var random = new Random(seed ^ path.hashCode());
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }));
    }

    @Property(tries = 100)
    void realFilesWithAByteChangedOrCutShort(@ForAll long seed) {
        var host = new FakeHost();
        host.process(80, "worker").cpu(0.9, 0.5);
        host.pass(1);
        survives(new OddTree(seed, path -> {
            if (!(host.read(path) instanceof Content.Text text)) {
                return new byte[0];
            }
            var random = new Random(seed ^ path.hashCode());
            byte[] bytes = text.bytes().clone();
            if (bytes.length > 0 && random.nextInt(3) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
        }));
    }

    private interface Files {
        byte[] of(String path);
    }

    /** Folders hold a few names that readers look for, so that they go on to the files in them. */
    private record OddTree(long seed, Files files) implements Tree {
        @Override
        public Content read(String path) {
            return switch (path) {
                case "/proc/" -> Content.Text.of("1\n80\nself\n99999999999\n-3\n" + seed);
                case "/sys/devices/system/node/" -> Content.Text.of("node0\nnode1\nhas_cpu");
                case "/sys/devices/system/edac/mc/" -> Content.Text.of("mc0\nmc1");
                case "/sys/fs/ext4/" -> Content.Text.of("features\nvda");
                case "/proc/net/bonding/" -> Content.Text.of("bond0");
                case "/drover/hsperfdata/" -> Content.Text.of("80\nx");
                default ->
                    path.endsWith("/") && path.contains("cgroup")
                            ? Content.Text.of("memory.max")
                            : new Content.Text(files.of(path));
            };
        }
    }

    private static void survives(Tree tree) {
        var time = new FakeTime();
        var sampler = new Sampler(tree, Ticker.of(time, time));
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 4; i++) {
            samples.add(sampler.take());
            time.advance(Duration.ofSeconds(1));
        }
        var window = new Window(samples);
        for (Rule rule : Rules.ALL) {
            assertNotNull(rule.judge(window), rule.facts().id());
        }
    }
}
