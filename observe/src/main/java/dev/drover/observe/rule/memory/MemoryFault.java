package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.memory.MemoryErrors;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Memory modules make errors. */
public final class MemoryFault implements Rule {
    private static final String NETDATA = "Netdata ecc_memory_mc_correctable/uncorrectable > 0";

    private static final RuleFacts FACTS = RuleFacts.of("memory-errors", 50, Family.HARDWARE, "Memory modules fail")
            .reads("/sys/devices/system/edac/mc/*/ce_count, ue_count", "/proc/meminfo HardwareCorrupted")
            .fires("errors while we watched; critical: any that could not be corrected")
            .gate("old corrected errors alone are a hint")
            .source(NETDATA)
            .conditions("memory with ECC and an EDAC driver; HardwareCorrupted everywhere")
            .remedy("move the work away and replace the module")
            .check("edac-util -v; ras-mc-ctl --errors; dmesg | grep -i 'hardware error'");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        long corrupted =
                window.now(Memory.INFO).then(i -> i.get("HardwareCorrupted")).orElse(0L);
        Measured<Change<MemoryErrors>> change = window.change(MemoryErrors.GROUP);
        if (!change.isMeasured() && corrupted == 0) {
            return new Outcome.NotApplicable(change.why());
        }
        long corrected = change.then(c -> c.growth(MemoryErrors::corrected)).orElse(0L);
        long uncorrected =
                window.now(MemoryErrors.GROUP).map(MemoryErrors::uncorrected).orElse(0L);
        long before =
                window.now(MemoryErrors.GROUP).map(MemoryErrors::corrected).orElse(0L);
        List<Evidence> evidence = List.of(
                Evidence.over("errors corrected while we watched", (double) corrected, 0, Unit.COUNT, NETDATA),
                Evidence.over("errors not corrected since boot", (double) uncorrected, 0, Unit.COUNT, NETDATA),
                Evidence.over("memory lost for errors", corrupted * 1024.0, 0, Unit.BYTES, "/proc/meminfo"));
        boolean lost = uncorrected > 0 || corrupted > 0;
        if (corrected == 0 && !lost) {
            return before == 0
                    ? new Outcome.Quiet("memory makes no errors", evidence)
                    : new Outcome.Busy(before + " errors of memory were corrected since boot, none now", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                lost ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.9, "the hardware counts them"),
                lost
                        ? "memory modules made errors that could not be corrected"
                        : "memory modules made " + corrected + " errors in " + Math.round(window.seconds()) + " s",
                List.of(Who.host("a memory module")),
                evidence,
                window.start(),
                lost ? 0.5 : 0.1));
    }
}
