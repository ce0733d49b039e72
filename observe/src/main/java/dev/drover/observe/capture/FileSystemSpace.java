package dev.drover.observe.capture;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks the kernel how much room local file systems have, by statvfs(3). */
final class FileSystemSpace {
    private static final int MOST = 500;
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** Those that answer from memory. A network or user-space file system may never answer, and read-only ones are always full. */
    static final Set<String> LOCAL = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "zfs",
            "f2fs",
            "jfs",
            "bcachefs",
            "nilfs2",
            "reiserfs",
            "vfat",
            "exfat",
            "ntfs3",
            "tmpfs",
            "overlay");

    /** Words of 8 bytes in {@code struct statvfs} of 64-bit Linux, of glibc and of musl. */
    private static final int FRAGMENT = 1;

    private static final int BLOCKS = 2;
    private static final int FREE = 3;
    private static final int AVAILABLE = 4;
    private static final int INODES = 5;
    private static final int INODES_FREE = 6;
    private static final long STRUCT = 256;

    /** A line of {@code mountinfo} (proc(5)), names as escaped as they stand there. */
    record Mount(String device, String point, String type, String options, String source) {}

    private byte[] told = {};
    private List<Mount> local = List.of();

    /** Of local file systems, each once; they are looked for anew when something was mounted. */
    private List<Mount> local() throws IOException {
        byte[] now = Files.readAllBytes(MOUNTS);
        if (!Arrays.equals(now, told)) {
            Set<String> seen = new HashSet<>();
            local = mounts(new String(now, StandardCharsets.UTF_8)).stream()
                    .filter(mount -> LOCAL.contains(mount.type) && seen.add(mount.device))
                    .limit(MOST)
                    .toList();
            told = now;
        }
        return local;
    }

    static List<Mount> mounts(String mountinfo) {
        var mounts = new ArrayList<Mount>();
        for (String line : mountinfo.split("\n", 20_000)) {
            String[] parts = line.split(" - ", 2);
            String[] before = parts[0].split(" ", 7);
            String[] after = parts.length < 2 ? new String[0] : parts[1].split(" ", 3);
            if (before.length >= 6 && after.length == 3) {
                mounts.add(new Mount(before[2], before[4], after[0], before[5] + "," + after[2], after[1]));
            }
        }
        return mounts;
    }

    static List<String> points() {
        try {
            return mounts(Files.readString(MOUNTS, StandardCharsets.UTF_8)).stream()
                    .map(m -> unescaped(m.point))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    Content all() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment space = arena.allocate(STRUCT, 8);
            var lines = new StringBuilder();
            for (Mount mount : local()) {
                append(lines, mount, space, arena);
            }
            return Content.Text.of(lines.toString());
        } catch (IOException e) {
            return new Content.Unreadable(MOUNTS + " cannot be read");
        }
    }

    private static void append(StringBuilder lines, Mount mount, MemorySegment space, Arena arena) {
        try {
            Libc.statvfs(arena, unescaped(mount.point), space);
            lines.append(mount.source)
                    .append(' ')
                    .append(mount.point)
                    .append(' ')
                    .append(mount.type)
                    .append(' ')
                    .append(mount.options);
            for (int field : new int[] {FRAGMENT, BLOCKS, FREE, AVAILABLE, INODES, INODES_FREE}) {
                lines.append(' ').append(Math.max(0, space.getAtIndex(JAVA_LONG, field)));
            }
            lines.append('\n');
        } catch (Libc.Failed e) {
            // Unmounted meanwhile, or hidden from us: it has no line.
        }
    }

    /** Blanks and the like as {@code \040}, so that a name is one word. */
    static String escaped(String name) {
        return name.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    static String unescaped(String name) {
        return name.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
