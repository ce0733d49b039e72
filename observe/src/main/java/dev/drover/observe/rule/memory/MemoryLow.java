package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Culprits;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** Little memory is left that could be given without swapping. A full page cache is not meant: it is given back at once. */
public final class MemoryLow implements Rule {
    private static final double LOW = 0.10;
    private static final double STALLED = 0.02;
    private static final String NETDATA = "Netdata ram_available 10 %";

    private static final RuleFacts FACTS = RuleFacts.of("memory-low", 14, Family.MEMORY, "Memory is nearly used up")
            .reads("/proc/meminfo MemAvailable, MemTotal", "/proc/pressure/memory", "/proc/vmstat allocstall")
            .fires("available < 10 %")
            .gate("somebody stalled on memory > 2 % of the time, or asked for memory that had to be made free first")
            .source(NETDATA + "; node-mixin NodeMemoryHighUtilization 90 %; the gate: calibrated")
            .conditions("MemAvailable needs Linux 3.14")
            .remedy("find out whether the largest user below grows; give it a limit, or the host more memory")
            .check("free -m; ps aux --sort=-rss | head; cat /proc/pressure/memory");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(
                        i -> i.after().get(Memory.INFO).then(Memory::available).map(a -> 1 - a)),
                used -> judge(window, used));
    }

    private static Outcome judge(Window window, Series used) {
        double available = 1 - used.mean();
        double share = Waiting.memory(window).map(Waiting::mean).orElse(0.0);
        double direct = 0;
        for (String zone : List.of("allocstall_normal", "allocstall_movable", "allocstall_dma32", "allocstall")) {
            direct += window.whole().rate(Memory.EVENTS, zone).orElse(0.0);
        }
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.under("memory available", available, LOW, Unit.SHARE, NETDATA));
        evidence.add(Evidence.over("somebody stalled on memory", share, STALLED, Unit.SHARE, "calibrated; PSI"));
        evidence.add(Evidence.over(
                "requests for memory that had to wait", direct, 1, Unit.PER_SECOND, "/proc/vmstat allocstall"));
        window.now(Memory.INFO)
                .then(i -> i.get("SwapFree"))
                .map(free -> evidence.add(Evidence.fact("swap free", free * 1024.0, Unit.BYTES, "/proc/meminfo")));
        if (available >= LOW) {
            return new Outcome.Quiet(Unit.SHARE.show(available) + " of memory is available", evidence);
        }
        if (share <= STALLED && direct <= 1) {
            return new Outcome.Busy(
                    "only " + Unit.SHARE.show(available) + " of memory is available, nobody waits for it", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.8, "little is left, and somebody has waited"),
                "only " + Unit.SHARE.show(available) + " of memory is available, and work begins to wait for it",
                Culprits.byMemory(window),
                evidence,
                used.firstOver(1 - LOW).orElse(window.start()),
                Math.max(share, 0.05)));
    }
}
