package dev.drover.observe.counter.disk;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** All block devices of {@code /proc/diskstats}, by name. */
public record Disks(Map<String, Disk> byName) {
    public static final Group<Disks> GROUP = Group.files("/proc/diskstats", Reading::new);

    private static final int MOST = 20_000;
    /** DISK_NAME_LEN of linux/blkdev.h; who tells more lies. */
    private static final int LONGEST_NAME = 32;

    private static final Pattern VIRTUAL = Pattern.compile("(v|xv)d[a-z]+");
    private static final List<String> HYPERVISORS =
            List.of("qemu", "virtio", "vmware", "vbox", "msft", "xen", "virtual");

    /** Parses the counters, and asks {@code /sys/block} once for each name what it is. */
    private static final class Reading implements Group.Reader<Disks> {
        private static final Pattern MEMORY_OR_FILE = Pattern.compile("(loop|ram|zram|fd|sr)\\d+");
        private static final Pattern PART =
                Pattern.compile("([shv]|xv)d[a-z]+\\d+|(nvme\\d+n\\d+|mmcblk\\d+|md\\d+)p\\d+");

        private final Map<String, Disk.Kind> kinds = new HashMap<>();

        @Override
        public Measured<Disks> read(Tree tree) {
            if (kinds.size() > MOST) {
                kinds.clear();
            }
            return Group.read(
                    tree,
                    "/proc/diskstats",
                    bytes -> parse(bytes, name -> kinds.computeIfAbsent(name, n -> kind(tree, n))));
        }

        private static Disk.Kind kind(Tree tree, String name) {
            if (name.isEmpty() || MEMORY_OR_FILE.matcher(name).matches() || name.contains("..")) {
                return Disk.Kind.NOT_A_DEVICE;
            }
            Content rotational = tree.read("/sys/block/" + name.replace('/', '!') + "/queue/rotational");
            if (rotational instanceof Content.Text text) {
                return !text.toString().startsWith("1")
                        ? Disk.Kind.SOLID
                        : isVirtual(tree, name) ? Disk.Kind.UNKNOWN : Disk.Kind.ROTATING;
            }
            return PART.matcher(name).matches() ? Disk.Kind.NOT_A_DEVICE : Disk.Kind.UNKNOWN;
        }
    }

    /** A hypervisor's disk says that it rotates when nobody told it otherwise (Linux sets it for want of a better word). */
    private static boolean isVirtual(Tree tree, String name) {
        if (VIRTUAL.matcher(name).matches()) {
            return true;
        }
        String device = "/sys/block/" + name.replace('/', '!') + "/device/";
        for (String file : new String[] {"vendor", "model"}) {
            if (tree.read(device + file) instanceof Content.Text text) {
                String words = text.toString().toLowerCase(Locale.ROOT);
                if (HYPERVISORS.stream().anyMatch(words::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a device is, by its name. */
    interface Kinds {
        Disk.Kind of(String name);
    }

    static Measured<Disks> parse(byte[] bytes, Kinds kinds) {
        var disks = new LinkedHashMap<String, Disk>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && disks.size() < MOST) {
            line.number();
            line.number();
            String name = Printable.of(line.word(), LONGEST_NAME);
            long[] f = new long[11];
            for (int i = 0; i < f.length; i++) {
                f[i] = line.number();
            }
            long[] more = new long[6]; // discards since Linux 4.18, flushes since 5.5
            for (int i = 0; i < more.length && !line.atLineEnd(); i++) {
                more[i] = line.number();
            }
            if (line.bad()) {
                return Measured.not("line " + (disks.size() + 1) + " is not understood");
            }
            line.nextLine();
            disks.put(
                    name,
                    new Disk(
                            name,
                            kinds.of(name),
                            f[0],
                            f[2],
                            f[3],
                            f[4],
                            f[6],
                            f[7],
                            f[8],
                            f[9],
                            f[10],
                            more[4],
                            more[5]));
        }
        return Measured.of(new Disks(Collections.unmodifiableMap(disks)));
    }
}
