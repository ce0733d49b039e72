package dev.drover.observe.counter.cgroup;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a tree of control groups is mounted, read from {@code mountinfo} (proc(5)).
 *
 * @param options of the file system: the controllers, in version 1
 */
record Mount(String point, int version, List<String> options) {
    static Measured<List<Mount>> of(Tree tree) {
        String unreadable = "";
        for (String path : List.of("/proc/self/mountinfo", "/proc/1/mountinfo")) {
            switch (tree.read(path)) {
                case Content.Text text -> {
                    var mounts = new ArrayList<Mount>();
                    text.toString().lines().limit(20_000).forEach(line -> parse(line, mounts));
                    return mounts.isEmpty()
                            ? Measured.not("no cgroup file system is mounted here")
                            : Measured.of(mounts);
                }
                case Content.Unreadable(String why) -> unreadable = path + ": " + why;
            }
        }
        return Measured.not(unreadable);
    }

    /** {@code 32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu}. */
    private static void parse(String line, List<Mount> mounts) {
        String[] parts = line.split(" - ", 2);
        String[] before = parts[0].split(" ", 7);
        String[] after = parts.length < 2 ? new String[0] : parts[1].split(" ", 4);
        if (before.length < 5 || after.length < 3) {
            return;
        }
        if (after[0].equals("cgroup2")) {
            mounts.add(new Mount(before[4], 2, List.of()));
        } else if (after[0].equals("cgroup")) {
            mounts.add(new Mount(before[4], 1, List.of(after[2].split(",", 50))));
        }
    }

    /** On a host that mounts both, version 1 holds the controllers. */
    static int version(List<Mount> mounts) {
        return mounts.stream().mapToInt(Mount::version).min().orElse(2);
    }

    boolean has(String controller) {
        return version == 2 || options.contains(controller);
    }
}
