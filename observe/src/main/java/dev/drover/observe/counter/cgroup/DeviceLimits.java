package dev.drover.observe.counter.cgroup;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup.DeviceLimit;
import dev.drover.observe.counter.cgroup.Cgroup.DeviceLimit.Limited;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast a group may read and write which devices (Linux, admin-guide/cgroup-v1/blkio-controller.rst: {@code blkio.throttle.*};
 * admin-guide/cgroup-v2.rst: {@code io.max} and {@code io.stat}).
 */
final class DeviceLimits {
    private static final int MOST = 500;
    private static final Map<Limited, String> FILES = new EnumMap<>(Map.of(
            Limited.READ_BYTES, "read_bps_device",
            Limited.WRITTEN_BYTES, "write_bps_device",
            Limited.READS, "read_iops_device",
            Limited.WRITES, "write_iops_device"));
    private static final Map<Limited, String> MAX = new EnumMap<>(Map.of(
            Limited.READ_BYTES, "rbps=",
            Limited.WRITTEN_BYTES, "wbps=",
            Limited.READS, "riops=",
            Limited.WRITES, "wiops="));
    private static final Map<Limited, String> DONE = new EnumMap<>(Map.of(
            Limited.READ_BYTES, "rbytes=",
            Limited.WRITTEN_BYTES, "wbytes=",
            Limited.READS, "rios=",
            Limited.WRITES, "wios="));

    private final String folder;
    private final int version;
    /** With nothing done yet. */
    private final List<DeviceLimit> limits;

    private DeviceLimits(String folder, int version, List<DeviceLimit> limits) {
        this.folder = folder;
        this.version = version;
        this.limits = limits;
    }

    /** Null without a limit. */
    static @Nullable DeviceLimits of(Tree tree, String folder, int version) {
        var limits = new ArrayList<DeviceLimit>();
        if (version == 2) {
            lines(tree, folder + "/io.max")
                    .forEach((device, words) -> MAX.forEach((what, key) -> add(limits, device, what, words, key)));
        } else {
            FILES.forEach((what, file) -> lines(tree, folder + "/blkio.throttle." + file)
                    .forEach((device, words) -> add(limits, device, what, words, "")));
        }
        return limits.isEmpty() ? null : new DeviceLimits(folder, version, List.copyOf(limits));
    }

    private static void add(List<DeviceLimit> limits, String device, Limited what, List<String> words, String key) {
        long limit = value(words, key);
        if (limit > 0 && limits.size() < MOST) {
            limits.add(new DeviceLimit(device, what, limit, 0));
        }
    }

    Measured<List<DeviceLimit>> read(Tree tree) {
        Map<String, List<String>> bytes =
                lines(tree, folder + (version == 2 ? "/io.stat" : "/blkio.throttle.io_service_bytes_recursive"));
        Map<String, List<String>> requests =
                version == 2 ? bytes : lines(tree, folder + "/blkio.throttle.io_serviced_recursive");
        return Measured.of(limits.stream()
                .map(l -> new DeviceLimit(l.device(), l.what(), l.limit(), done(l, bytes, requests)))
                .toList());
    }

    /** 0 for a device that the group has not used yet: it has no line then. */
    private long done(DeviceLimit limit, Map<String, List<String>> bytes, Map<String, List<String>> requests) {
        boolean reads = limit.what() == Limited.READ_BYTES || limit.what() == Limited.READS;
        boolean counts = limit.what() == Limited.READS || limit.what() == Limited.WRITES;
        List<String> words = (counts ? requests : bytes).getOrDefault(limit.device(), List.of());
        return Math.max(
                0, version == 2 ? value(words, DONE.get(limit.what())) : value(words, reads ? "Read" : "Write"));
    }

    /** The number in the word that starts with this, or in the word behind it; -1 if there is none, such as {@code max}. */
    private static long value(List<String> words, @Nullable String key) {
        String start = key == null ? "" : key;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(start)) {
                String rest = words.get(i).substring(start.length());
                String number = rest.isEmpty() && i + 1 < words.size() ? words.get(i + 1) : rest;
                var cursor = new Cursor(number.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                long value = cursor.number();
                return cursor.bad() ? -1 : value;
            }
        }
        return -1;
    }

    /** Words by device, which every line begins with; version 1 has several lines for one, each with its operation. */
    private static Map<String, List<String>> lines(Tree tree, String file) {
        var lines = new HashMap<String, List<String>>();
        if (tree.read(file) instanceof Content.Text text) {
            var line = new Cursor(text.bytes());
            while (!line.atEnd() && lines.size() < MOST) {
                String device = line.word();
                if (device.indexOf(':') > 0) {
                    List<String> words = lines.computeIfAbsent(device, d -> new ArrayList<>());
                    while (!line.atLineEnd() && words.size() < 100) {
                        words.add(line.word());
                    }
                }
                line.nextLine();
            }
        }
        return lines;
    }
}
