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
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** Pages go to and come from swap all the time, and work waits for them. */
public final class SwapStorm implements Rule {
    private static final double PAGES = 10;
    private static final double OFTEN = 0.30;
    private static final double STALLED = 0.05;
    private static final String ATOP = "atop: swout > 10/s is critical; PCP: in 30 % of the samples";

    private static final RuleFacts FACTS = RuleFacts.of("swap-storm", 16, Family.MEMORY, "The host swaps all the time")
            .reads("/proc/vmstat pswpin, pswpout, pgmajfault", "/proc/pressure/memory")
            .fires("> 10 pages a second to or from swap, in > 30 % of the samples")
            .gate("somebody stalled on memory > 5 % of the time")
            .source(ATOP + "; the gate: calibrated")
            .conditions("swap is on; without pressure (Linux 4.20 with PSI) by requests for memory that had to wait")
            .remedy(
                    "stop or shrink the program that holds most memory, not the one that uses the disk; then add memory")
            .check("vmstat 1 5, columns si and so; sar -W 1 5")
            .explains(
                    "memory-stall",
                    "disk-queueing",
                    "iowait",
                    "load-without-cpu",
                    "memory-low",
                    "oom-kill",
                    "gc-stall",
                    "listen-overflow",
                    "kernel-time",
                    "scheduler-delay");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        long swap = window.now(Memory.INFO).then(i -> i.get("SwapTotal")).orElse(-1L);
        if (swap == 0) {
            return new Outcome.NotApplicable("no swap is on");
        }
        return Outcome.when(
                window.series(i -> i.rate(Memory.EVENTS, "pswpin")
                        .then(in -> i.rate(Memory.EVENTS, "pswpout").map(out -> in + out))),
                pages -> Outcome.when(Waiting.memory(window), stalled -> judge(window, pages, stalled)));
    }

    private static Outcome judge(Window window, Series pages, Waiting stalled) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("pages swapped", pages.mean(), PAGES, Unit.PER_SECOND, ATOP));
        evidence.add(stalled.over("somebody stalled on memory", STALLED));
        if (pages.mean() <= PAGES || pages.shareOver(PAGES) <= OFTEN) {
            return new Outcome.Quiet(Unit.PER_SECOND.show(pages.mean()) + " pages go to and from swap", evidence);
        }
        if (stalled.mean() <= STALLED) {
            return new Outcome.Busy(
                    Unit.PER_SECOND.show(pages.mean()) + " pages go to and from swap, hardly anybody waits for them",
                    evidence);
        }
        window.whole()
                .rate(Memory.EVENTS, "pgmajfault")
                .map(r ->
                        evidence.add(Evidence.fact("major faults", r, Unit.PER_SECOND, "node-mixin warns from 500/s")));
        window.now(Memory.INFO)
                .then(Memory::available)
                .map(a -> evidence.add(Evidence.fact("memory available", a, Unit.SHARE, "/proc/meminfo")));
        return new Outcome.Found(new Finding(
                FACTS.id(),
                stalled.mean() > 0.3 ? Severity.CRITICAL : Severity.WARNING,
                stalled.sure(0.9, "swapped in " + Unit.SHARE.show(pages.shareOver(PAGES)) + " of the samples"),
                Unit.PER_SECOND.show(pages.mean()) + " pages went to or came from swap, and work stalled on memory "
                        + Unit.SHARE.show(stalled.mean()) + " of the time",
                who(window),
                evidence,
                pages.firstOver(PAGES).orElse(window.start()),
                Math.min(1, stalled.mean() * 1.05)));
    }

    /** Who holds the most memory makes the others swap; who waits for pages suffers. */
    private static List<Who> who(Window window) {
        var who = new ArrayList<Who>(Culprits.byMemory(window));
        Culprits.byMajorFaults(window).stream()
                .filter(w -> who.stream().noneMatch(k -> k.name().equals(w.name())))
                .limit(1)
                .forEach(who::add);
        return who;
    }
}
