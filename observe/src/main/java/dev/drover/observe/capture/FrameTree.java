package dev.drover.observe.capture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tree of a host that tells itself frame by frame: reads see the frame that was shown last. A folder holds what was told of
 * it, so one without any file that is read is not there.
 */
public final class FrameTree implements Tree {
    /** {@code 4096 1000 500 400 250 200 /srv}: what {@code stat -f -c '%S %b %f %a %c %d %n'} prints. */
    private static final Pattern SPACE =
            Pattern.compile("(\\d{1,18}) (\\d{1,18} \\d{1,18} \\d{1,18} \\d{1,18} \\d{1,18}) (/.*)");

    private static final String DESCRIPTORS = "/drover/fds/";
    private static final String REFUSED = "Permission denied";
    private static final String NOT_TOLD = "not told over SSH";

    private final boolean root;
    private final String absent;
    private NavigableMap<String, byte[]> often = new TreeMap<>();
    private NavigableMap<String, byte[]> seldom = new TreeMap<>();
    private final Map<String, List<String>> printed = new HashMap<>();

    /**
     * Empty until something is shown.
     *
     * @param root whether it tells what root may read: then a file that is not told is not there
     */
    public FrameTree(boolean root) {
        this.root = root;
        this.absent =
                root ? "No such file or directory" : "it is not there, or the user who was let in may not read it";
    }

    /** The file systems whose room may be asked for without harm; see {@code /drover/mounts}. */
    public static Set<String> localTypes() {
        return FileSystemSpace.LOCAL;
    }

    public void show(Frame frame) {
        often = frame.often();
        frame.seldom().ifPresent(told -> {
            seldom = told;
            printed.clear();
        });
        printed.putAll(frame.printed());
    }

    @Override
    public Content read(String path) {
        if (path.startsWith("/drover/")) {
            return asked(path);
        }
        return path.endsWith("/") ? names(path) : text(path);
    }

    private Content asked(String path) {
        return switch (path) {
            case "/drover/tcp" ->
                text("/proc/net/tcp") instanceof Content.Text
                        ? SocketFiles.read(this)
                        : new Content.Unreadable("too many sockets to list them over SSH, or no right to");
            case "/drover/mounts" -> mounts();
            case "/drover/qdiscs" ->
                printed.containsKey("tc")
                        ? QdiscLines.of(printed.getOrDefault("tc", List.of()))
                        : new Content.Unreadable("no program tc there");
            case "/drover/kmsg" ->
                printed.containsKey("dmesg")
                        ? KernelLog.trouble(String.join("\n", printed.getOrDefault("dmesg", List.of())))
                        : new Content.Unreadable(root ? "no program dmesg there" : REFUSED);
            default -> path.startsWith(DESCRIPTORS) ? text(path) : new Content.Unreadable(NOT_TOLD);
        };
    }

    private Content text(String path) {
        byte[] bytes = often.get(path);
        if (bytes == null && !hasEnded(path)) {
            bytes = seldom.get(path);
        }
        return bytes == null ? new Content.Unreadable(missing(path)) : new Content.Text(bytes);
    }

    /** Every process that runs has these two. */
    private String missing(String path) {
        boolean isThere = path.startsWith(DESCRIPTORS)
                ? often.containsKey("/proc/" + path.substring(DESCRIPTORS.length()) + "/stat")
                : path.endsWith("/io") && path.startsWith("/proc/") && !hasEnded(path);
        return isThere && !root ? REFUSED : absent;
    }

    /** What was told of a process a while ago is not told of the one that is no more. */
    private boolean hasEnded(String path) {
        int end = path.startsWith("/proc/") ? path.indexOf('/', 6) : -1;
        return end > 6 && Character.isDigit(path.charAt(6)) && !often.containsKey(path.substring(0, end) + "/stat");
    }

    private Content names(String folder) {
        Set<String> names = new HashSet<>();
        below(often, folder, names);
        if (!folder.equals("/proc/")) {
            below(seldom, folder, names);
        }
        return names.isEmpty() ? new Content.Unreadable(absent) : Content.Text.of(String.join("\n", names));
    }

    private static void below(NavigableMap<String, byte[]> files, String folder, Set<String> names) {
        String path = files.ceilingKey(folder);
        while (path != null && path.startsWith(folder)) {
            int end = path.indexOf('/', folder.length());
            String name = end < 0 ? path.substring(folder.length()) : path.substring(folder.length(), end);
            names.add(name);
            // The character behind '/' ends all that is in that folder; a file may still share its name as a beginning.
            path = end < 0 ? files.higherKey(path) : files.ceilingKey(folder + name + (char) ('/' + 1));
        }
    }

    private Content mounts() {
        if (!(read("/proc/self/mountinfo") instanceof Content.Text mountinfo)) {
            return new Content.Unreadable(absent);
        }
        Map<String, Matcher> rooms = new HashMap<>();
        for (String line : printed.getOrDefault("statfs", List.of())) {
            Matcher space = SPACE.matcher(line);
            if (space.matches()) {
                rooms.put(space.group(3), space);
            }
        }
        if (rooms.isEmpty()) {
            return new Content.Unreadable("stat -f there tells of no local file system");
        }
        var lines = new StringBuilder();
        Set<String> seen = new HashSet<>();
        for (FileSystemSpace.Mount mount : FileSystemSpace.mounts(mountinfo.toString())) {
            Matcher room = rooms.get(mount.point());
            if (room != null && FileSystemSpace.LOCAL.contains(mount.type()) && seen.add(mount.device())) {
                lines.append(String.join(
                        " ",
                        mount.source(),
                        mount.point(),
                        mount.type(),
                        mount.options(),
                        room.group(1),
                        room.group(2)));
                lines.append('\n');
            }
        }
        return Content.Text.of(lines.toString());
    }
}
