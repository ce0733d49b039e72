package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.memory.Memory;
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

/** Programs wait while the kernel moves pages together to make huge ones. */
public final class Compaction implements Rule {
    private static final double STALLS = 10;
    private static final double STALLED = 0.05;

    private static final RuleFacts FACTS = RuleFacts.of(
                    "compaction", 48, Family.MEMORY, "Making huge pages holds programs up")
            .reads("/proc/vmstat compact_stall, compact_fail, thp_fault_fallback", "/proc/pressure/memory")
            .fires("> 10 stalls for compaction a second")
            .gate("somebody stalled on memory > 5 % of the time")
            .source("calibrated")
            .conditions("CONFIG_COMPACTION and transparent huge pages")
            .remedy("set /sys/kernel/mm/transparent_hugepage/defrag to defer+madvise, or enabled to madvise")
            .check("grep -E 'compact_|thp_' /proc/vmstat, twice")
            .explains("memory-stall", "kernel-time");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.rates(Memory.EVENTS, "compact_stall"),
                stalls -> Outcome.when(Waiting.memory(window), stalled -> judge(window, stalls, stalled)));
    }

    private static Outcome judge(Window window, Series stalls, Waiting stalled) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over(
                "stalls for compaction", stalls.mean(), STALLS, Unit.PER_SECOND, "calibrated; /proc/vmstat"));
        evidence.add(stalled.over("somebody stalled on memory", STALLED));
        window.whole()
                .rate(Memory.EVENTS, "thp_fault_fallback")
                .map(r -> evidence.add(Evidence.fact("huge pages not to be had", r, Unit.PER_SECOND, "/proc/vmstat")));
        if (stalls.mean() <= STALLS) {
            return new Outcome.Quiet("nobody waits for compaction", evidence);
        }
        return stalled.mean() <= STALLED
                ? new Outcome.Busy("memory is compacted, hardly anybody waits for it", evidence)
                : new Outcome.Found(new Finding(
                        FACTS.id(),
                        Severity.WARNING,
                        stalled.sure(0.6, "it happens together with stalls; which part is its own is not counted"),
                        Unit.PER_SECOND.show(stalls.mean()) + " requests for memory waited until huge pages were made",
                        Culprits.byMemory(window),
                        evidence,
                        stalls.firstOver(STALLS).orElse(window.start()),
                        stalled.mean()));
    }
}
