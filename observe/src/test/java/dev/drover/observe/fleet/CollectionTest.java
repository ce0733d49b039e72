package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The script prints what the groups read: a counter that is added here is missed there, unless this test says so. */
class CollectionTest {
    /** What docs/diagnosis.md says is not told, and the parts of what is told by other names. */
    private static final List<Pattern> NOT_TOLD = List.of(
            Pattern.compile("/drover/.*"), // what can be had of it is made from what programs print
            Pattern.compile("/proc/\\d+/net/tcp6?"), // of one process: its sockets are not told either
            Pattern.compile("/proc/1/mountinfo")); // only where /proc/self/mountinfo is missing

    private static final Pattern GROUP_FILE = Pattern.compile("(cpu|memory|pids|io|blkio)\\.[a-z_.]+");

    /** Every path that is read of a host, whether it is there or not. */
    private static Set<String> read(Tree host, int rounds) {
        var paths = new TreeSet<String>();
        var time = new FakeTime();
        Tree noting = path -> {
            paths.add(path);
            return host.read(path);
        };
        var sampler = new Sampler(noting, Ticker.of(time, time));
        for (int i = 0; i < rounds; i++) {
            sampler.take();
            time.advance(Duration.ofSeconds(1));
        }
        return paths;
    }

    private static String script() throws IOException {
        return new Ssh(List.of("ssh"), "t").script(Duration.ofSeconds(1), 10);
    }

    /** Paths of the script as patterns: of a shell only what it uses. */
    private static List<Pattern> told(String script) {
        return Pattern.compile("(?<=\\s)/(proc|sys)/[^\\s)\";]+")
                .matcher(script)
                .results()
                .map(found -> Pattern.compile(found.group()
                        .replace(".", "\\.")
                        .replace("[0-9]*", "\\d+")
                        .replaceAll("(?<!\\\\d)(?<!\\.)\\*", "[^/]*")))
                .toList();
    }

    private static void allTold(Set<String> paths) throws IOException {
        String script = script();
        List<Pattern> told = told(script);
        var missed = new TreeSet<String>();
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean ofGroup = path.startsWith("/sys/fs/cgroup")
                    || GROUP_FILE.matcher(name).matches();
            boolean stuck = name.equals("wchan") || name.equals("sched");
            boolean covered = path.endsWith("/")
                    || NOT_TOLD.stream().anyMatch(p -> p.matcher(path).matches())
                    || told.stream().anyMatch(p -> p.matcher(path).matches())
                    || (ofGroup
                            && Pattern.compile("\\s" + Pattern.quote(name) + "[\\s;]")
                                    .matcher(script)
                                    .find())
                    || (stuck && script.contains("%stat}" + name));
            if (!covered) {
                missed.add(path);
            }
        }
        assertEquals(Set.of(), missed, "collect.sh does not print these");
    }

    @Test
    void printsWhatIsReadOfThisHost() throws IOException {
        try (var tree = new LiveTree()) {
            Set<String> paths = read(tree, 12);
            assertTrue(paths.size() > 100);
            allTold(paths);
        }
    }

    @Test
    void printsWhatIsReadOfAHostThatHasEverything() throws IOException {
        var host = new FakeHost();
        host.process(7, "stuck").state('D');
        host.process(8, "waits").cpu(1, 2);
        host.disk("sda", 1, 1, 1, 0.1).disk("sdb", 1, 1, 1, 0.1);
        Tree everything = path -> switch (path) {
            case "/sys/class/net/" -> Content.Text.of("eth0");
            case "/sys/class/net/eth0/device/" -> Content.Text.of("uevent");
            case "/sys/fs/ext4/" -> Content.Text.of("vda1");
            case "/proc/net/bonding/" -> Content.Text.of("bond0");
            case "/sys/devices/system/node/" -> Content.Text.of("node0\nnode1");
            case "/sys/devices/system/edac/mc/" -> Content.Text.of("mc0");
            case "/sys/devices/system/cpu/cpu0/thermal_throttle/" -> Content.Text.of("core_throttle_total_time_ms");
            case "/sys/fs/cgroup/" -> Content.Text.of("a.slice\ncpu.max");
            case "/sys/fs/cgroup/v1/" -> Content.Text.of("b");
            case "/proc/self/mountinfo" ->
                Content.Text.of("34 32 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
                        + "35 32 0:30 / /sys/fs/cgroup/v1 rw - cgroup cgroup rw,cpu,memory,blkio,pids\n");
            // A disk of a machine that does not exist says that it rotates.
            case "/sys/block/sda/queue/rotational", "/sys/block/sdb/queue/rotational" -> Content.Text.of("1\n");
            case "/sys/block/sda/device/vendor" -> Content.Text.of("QEMU    \n");
            case "/sys/block/sdb/device/model" -> Content.Text.of("QEMU HARDDISK\n");
            case "/sys/fs/cgroup/a.slice/cpu.max" -> Content.Text.of("50000 100000\n");
            case "/sys/fs/cgroup/a.slice/io.max" -> Content.Text.of("8:0 rbps=1000 wbps=max riops=max wiops=max\n");
            default -> {
                if (path.startsWith("/sys/fs/cgroup/v1/b/blkio.throttle.read")) {
                    yield Content.Text.of("8:0 1000\n");
                }
                boolean number =
                        path.matches("(/sys/fs/cgroup|/proc/sys|/sys/devices)/.*(max|count|_us|bytes|min|_ms|freq)");
                yield number ? Content.Text.of("1000\n") : host.read(path);
            }
        };
        Set<String> paths = read(everything, 12);
        assertTrue(paths.contains("/sys/block/sda/device/vendor"));
        assertTrue(paths.contains("/sys/block/sdb/device/model"));
        allTold(paths);
    }
}
