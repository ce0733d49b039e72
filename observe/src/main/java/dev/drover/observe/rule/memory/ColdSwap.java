package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Swap is full of pages that nobody wants: a hint that this is no trouble, never a verdict. */
public final class ColdSwap implements Rule {
    private static final double USED = 0.90;
    private static final double MOVING = 1;

    private static final RuleFacts FACTS = RuleFacts.of("cold-swap", 17, Family.MEMORY, "Swap is full of cold pages")
            .reads("/proc/meminfo SwapFree, SwapTotal", "/proc/vmstat pswpin, pswpout")
            .fires("never: a hint when swap is > 90 % used and < 1 page a second moves")
            .gate("pages that move are judged by swap-storm")
            .source("atop(1): full swap without swapping is not critical for performance")
            .conditions("swap is on")
            .remedy("none is needed; swapoff and swapon brings the pages back if memory is free")
            .check("free -m; vmstat 1 5");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.now(Memory.INFO).then(i -> i.get("SwapTotal")),
                total -> total == 0
                        ? new Outcome.NotApplicable("no swap is on")
                        : Outcome.when(
                                window.now(Memory.INFO).then(i -> i.get("SwapFree")),
                                free -> judge(window, 1 - free / (double) total)));
    }

    private static Outcome judge(Window window, double used) {
        double moving = window.whole().rate(Memory.EVENTS, "pswpin").orElse(0.0)
                + window.whole().rate(Memory.EVENTS, "pswpout").orElse(0.0);
        List<Evidence> evidence = List.of(
                Evidence.over("swap used", used, USED, Unit.SHARE, "atop"),
                Evidence.under("pages swapped", moving, MOVING, Unit.PER_SECOND, "atop; /proc/vmstat"));
        return used > USED && moving < MOVING
                ? new Outcome.Busy("swap is " + Unit.SHARE.show(used) + " full of pages that nobody asks for", evidence)
                : new Outcome.Quiet("swap is " + Unit.SHARE.show(used) + " used", evidence);
    }
}
