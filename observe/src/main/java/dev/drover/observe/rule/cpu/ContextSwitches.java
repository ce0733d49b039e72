package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Many context switches: a hint on too many threads, never a verdict. */
public final class ContextSwitches implements Rule {
    private static final double MANY = 50_000;
    private static final String SOURCE = "calibrated; PCP's 4000 is ordinary today";

    private static final RuleFacts FACTS = RuleFacts.of("context-switches", 8, Family.CPU, "Many context switches")
            .reads("/proc/stat ctxt")
            .fires("never: a hint from 50,000 a second for each CPU")
            .gate("what they cost shows in kernel-time and cpu-run-queue")
            .source(SOURCE)
            .remedy("use fewer threads, hand over work in batches, look for a lock that many wait for")
            .check("vmstat 1 5, column cs; pidstat -w 1 5");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(Cpus.GROUP, change -> change.rate(Cpus::contextSwitches)), all -> {
            double each = all.mean() / window.now(Cpus.GROUP).map(Cpus::count).orElse(1);
            List<Evidence> evidence =
                    List.of(Evidence.over("context switches for each CPU", each, MANY, Unit.PER_SECOND, SOURCE));
            return each > MANY
                    ? new Outcome.Busy(Unit.PER_SECOND.show(each) + " context switches on each CPU", evidence)
                    : new Outcome.Quiet("context switches: " + Unit.PER_SECOND.show(each) + " on each CPU", evidence);
        });
    }
}
