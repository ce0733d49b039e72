package dev.drover.observe.counter.cpu;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long each CPU was slowed down for its heat, in milliseconds since boot (Linux,
 * Documentation/ABI/testing/sysfs-devices-system-cpu, {@code thermal_throttle}; Intel's only).
 */
public record Thermal(Map<String, Long> slowedMillis, Measured<Double> frequency) {
    public static final Group<Thermal> GROUP = Group.files("thermal_throttle", () -> Thermal::read);

    private static final String FOLDER = "/sys/devices/system/cpu/";
    private static final int MOST = 8192;

    private static Measured<Thermal> read(Tree tree) {
        if (!(tree.read(FOLDER + "cpu0/thermal_throttle/") instanceof Content.Text)) {
            return Measured.not("this machine does not tell whether heat slows it down");
        }
        var slowed = new TreeMap<String, Long>();
        for (int cpu = 0; cpu < MOST; cpu++) {
            String folder = FOLDER + "cpu" + cpu + "/thermal_throttle/";
            Measured<Long> whole = Group.read(tree, folder + "package_throttle_total_time_ms", Thermal::number);
            Measured<Long> core = Group.read(tree, folder + "core_throttle_total_time_ms", Thermal::number);
            if (!whole.isMeasured() && !core.isMeasured()) {
                break;
            }
            slowed.put("cpu" + cpu, Math.max(whole.orElse(0L), core.orElse(0L)));
        }
        return slowed.isEmpty()
                ? Measured.not("this kernel does not tell how long heat slows it down")
                : Measured.of(new Thermal(Collections.unmodifiableMap(slowed), frequency(tree)));
    }

    /** The share of its highest frequency that the first CPU runs at. */
    private static Measured<Double> frequency(Tree tree) {
        return Group.read(tree, FOLDER + "cpu0/cpufreq/scaling_cur_freq", Thermal::number)
                .then(now -> Group.read(tree, FOLDER + "cpu0/cpufreq/cpuinfo_max_freq", Thermal::number)
                        .map(most -> now / (double) Math.max(1, most)));
    }

    private static Measured<Long> number(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.number());
    }
}
