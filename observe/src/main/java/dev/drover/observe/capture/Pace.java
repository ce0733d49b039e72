package dev.drover.observe.capture;

import java.util.Map;
import java.util.Set;

/**
 * For how many rounds what was read of a path is taken to be so still. Counters are read anew in each: a rate needs them to the
 * tick of that moment. Settings, and what a machine is made of, change seldom.
 */
final class Pace {
    /** For the rest of the round only: who asks twice at one moment gets one answer. */
    static final int EACH_ROUND = 1;

    private static final int SOON = 5;
    private static final int SELDOM = 30;
    /** What is not there may come: a module is loaded, a disk plugged in. */
    private static final int MISSING = 10;

    private static final Set<String> COUNTERS_AMONG_SETTINGS = Set.of(
            "/proc/sys/fs/file-nr",
            "/proc/sys/kernel/random/entropy_avail",
            "/proc/sys/net/netfilter/nf_conntrack_count");

    private static final Map<String, Integer> OTHERS = Map.of(
            "/drover/clock", SOON,
            "/proc/mdstat", SOON,
            "/proc/net/route", SOON,
            "/proc/net/bonding/", SOON,
            "/sys/class/net/", SOON,
            "/sys/devices/system/clocksource/clocksource0/current_clocksource", SOON,
            "/sys/devices/system/cpu/cpu0/thermal_throttle/", SELDOM,
            "/sys/devices/system/edac/mc/", SELDOM,
            "/sys/devices/system/node/", SELDOM,
            "/sys/fs/ext4/", SELDOM);

    private Pace() {}

    static int of(String path) {
        if (path.startsWith("/proc/sys/")) {
            return COUNTERS_AMONG_SETTINGS.contains(path) ? EACH_ROUND : SELDOM;
        }
        if (path.endsWith("/errors_count") || path.endsWith("/ce_count") || path.endsWith("/ue_count")) {
            return SOON;
        }
        return OTHERS.getOrDefault(path, EACH_ROUND);
    }

    /** Of a path that could not be read; what processes and control groups have comes and goes with them. */
    static int ofMissing(String path) {
        boolean ofOne = path.startsWith("/drover/")
                || path.startsWith("/sys/fs/cgroup/")
                || (path.startsWith("/proc/") && path.length() > 6 && Character.isDigit(path.charAt(6)));
        return ofOne ? EACH_ROUND : Math.max(MISSING, of(path));
    }
}
