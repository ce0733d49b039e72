package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** {@code /proc/meminfo} and {@code /proc/vmstat}, from {@code sar -r ALL -S -B -W}. */
final class MemoryPart implements Part {
    /** What the kernel calls what sysstat calls so; both in KiB. */
    private static final Map<String, String> INFO = Map.ofEntries(
            Map.entry("memfree", "MemFree"),
            Map.entry("avail", "MemAvailable"),
            Map.entry("buffers", "Buffers"),
            Map.entry("cached", "Cached"),
            Map.entry("commit", "Committed_AS"),
            Map.entry("active", "Active"),
            Map.entry("inactive", "Inactive"),
            Map.entry("dirty", "Dirty"),
            Map.entry("anonpg", "AnonPages"),
            Map.entry("slab", "Slab"),
            Map.entry("kstack", "KernelStack"),
            Map.entry("pgtbl", "PageTables"),
            Map.entry("vmused", "VmallocUsed"),
            Map.entry("swpfree", "SwapFree"),
            Map.entry("swpcad", "SwapCached"));

    /** What sysstat adds up of kinds that the kernel tells apart is left out. */
    private static final Map<String, String> EVENTS = Map.of(
            "pgpgin", "pgpgin",
            "pgpgout", "pgpgout",
            "fault", "pgfault",
            "majflt", "pgmajfault",
            "pgfree", "pgfree",
            "pgscank", "pgscan_kswapd",
            "pgscand", "pgscan_direct");

    private final Sums events = new Sums();
    private Section memory = Section.NONE;

    @Override
    public void take(Section sample, double seconds) {
        events.next();
        Section paging = sample.section("paging");
        EVENTS.forEach((told, name) -> events.add(name, paging.number(told), seconds));
        Section swap = sample.section("swap-pages");
        events.add("pswpin", swap.number("pswpin"), seconds);
        events.add("pswpout", swap.number("pswpout"), seconds);
        memory = sample.section("memory");
    }

    @Override
    public void files(Files files) {
        files.moment("/proc/meminfo", this::info);
        files.counters("/proc/vmstat", () -> Lines.named(events.told(), "sysstat recorded no paging"));
    }

    private Content info() {
        var lines = new LinkedHashMap<String, Long>();
        OptionalDouble total = total(memory);
        if (total.isPresent()) {
            lines.put("MemTotal", Math.round(total.getAsDouble()));
        }
        INFO.forEach((told, name) ->
                memory.number(told).ifPresent(value -> lines.put(name, Math.round(Math.max(0, value)))));
        OptionalDouble swapUsed = memory.number("swpused");
        if (swapUsed.isPresent() && lines.containsKey("SwapFree")) {
            lines.put("SwapTotal", Math.round(swapUsed.getAsDouble()) + lines.get("SwapFree"));
        }
        return Lines.named(lines, "sysstat recorded no memory");
    }

    /**
     * All memory, in KiB: what is used and what is not. Since version 11.7 "used" leaves out buffers, cache and slab; which of
     * both a file means, its own percentage tells.
     */
    private static OptionalDouble total(Section memory) {
        if (!memory.has("memfree") || !memory.has("memused")) {
            return OptionalDouble.empty();
        }
        double used = memory.number("memused", 0);
        double all = used + memory.number("memfree", 0);
        double percent = memory.number("memused-percent", 0);
        double without = 0;
        for (String reclaimable : List.of("buffers", "cached", "slab")) {
            without += memory.number(reclaimable, 0);
        }
        double off = Math.abs(100 * used / Math.max(1, all) - percent);
        double offWithout = Math.abs(100 * used / Math.max(1, all + without) - percent);
        return OptionalDouble.of(offWithout < off ? all + without : all);
    }
}
