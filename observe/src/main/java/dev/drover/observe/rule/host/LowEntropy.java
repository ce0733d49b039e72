package dev.drover.observe.rule.host;

import dev.drover.observe.counter.host.Entropy;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.counter.process.Processes;
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
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.List;

/** The kernel lacks entropy for random numbers: only kernels before 5.18 can. */
public final class LowEntropy implements Rule {
    private static final long LOW = 100;

    private static final RuleFacts FACTS = RuleFacts.of("entropy", 52, Family.SERVICE, "Random numbers run out")
            .reads("/proc/sys/kernel/random/entropy_avail")
            .fires("< 100 bits")
            .gate("a process that reads /dev/random waits")
            .source("Netdata lowest_entropy 100, PCP")
            .conditions("dead since Linux 5.18 and its backports (5.10.119, 5.15.44): the file is a constant 256"
                    + " (dev-sec/linux-baseline#176)")
            .remedy("add virtio-rng to the machine, or run rngd or haveged")
            .check("cat /proc/sys/kernel/random/entropy_avail");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.now(Host.GROUP),
                host -> Outcome.when(
                        window.series(i -> i.after().get(Entropy.GROUP).map(e -> (double) e.bits())), bits -> {
                            if (host.kernelAtLeast(5, 18)) {
                                return new Outcome.NotApplicable(
                                        "since Linux 5.18 random numbers never run out, and the file says 256 for good");
                            }
                            if (bits.max() == 256 && bits.min() == 256) {
                                return new Outcome.NotApplicable(
                                        "this kernel has the new generator: it says 256 for good");
                            }
                            return judge(window, bits);
                        }));
    }

    private static Outcome judge(Window window, Series bits) {
        List<Evidence> evidence =
                List.of(Evidence.under("bits of entropy", bits.mean(), LOW, Unit.COUNT, "Netdata lowest_entropy 100"));
        List<Who> waiting = waiting(window);
        if (bits.mean() >= LOW) {
            return new Outcome.Quiet(Math.round(bits.mean()) + " bits of entropy", evidence);
        }
        return waiting.isEmpty()
                ? new Outcome.Busy(Math.round(bits.mean()) + " bits of entropy, nobody is seen waiting", evidence)
                : new Outcome.Found(new Finding(
                        FACTS.id(),
                        Severity.WARNING,
                        new Confidence(0.7, "a process sleeps in the kernel's generator"),
                        "only " + Math.round(bits.mean()) + " bits of entropy: readers of /dev/random wait",
                        waiting,
                        evidence,
                        window.start(),
                        0.5));
    }

    private static List<Who> waiting(Window window) {
        return window.now(Processes.GROUP)
                .map(all -> all.byPid().values().stream()
                        .filter(p ->
                                p.stuck().map(s -> s.where().contains("random")).orElse(false))
                        .limit(3)
                        .map(p -> Who.process(p.command(), p.pid(), ""))
                        .toList())
                .orElse(List.of());
    }
}
