package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.cpu.ClockSource;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
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
import java.util.List;
import java.util.Set;

/** The kernel tells time by a slow device, so that each look at the clock costs a microsecond instead of some nanoseconds. */
public final class SlowClock implements Rule {
    private static final Set<String> FAST = Set.of(
            "tsc",
            "tsc-early",
            "kvm-clock",
            "arch_sys_counter",
            "hyperv_clocksource_tsc_page",
            "xen",
            "timebase",
            "tod",
            "riscv_clocksource",
            "stable-counter");
    private static final double SYSTEM = 0.20;
    private static final double WAITED = 0.10;

    private static final RuleFacts FACTS = RuleFacts.of("clocksource", 10, Family.CPU, "The clock is slow to read")
            .reads("/sys/devices/system/clocksource/clocksource0/current_clocksource")
            .fires("the clock source is not one that programs read without a system call (tsc, kvm-clock, ...)")
            .gate("CPUs are > 20 % in the kernel and somebody waited for one > 10 % of the time")
            .source("vdso(7); the gate: calibrated")
            .remedy(
                    "see dmesg why the kernel distrusts the tsc; repair the hypervisor, or boot with tsc=reliable if its"
                            + " maker says so")
            .check("cat /sys/devices/system/clocksource/clocksource0/*_clocksource; dmesg | grep -i clocksource")
            .explains("kernel-time");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.now(ClockSource.GROUP), clock -> {
            if (FAST.contains(clock.name())) {
                return new Outcome.Quiet("the clock source is " + clock.name(), List.of());
            }
            return Outcome.when(
                    window.series(Cpus.GROUP, c -> Cpus.shares(c).map(CpuShares::system)),
                    system -> Outcome.when(Waiting.cpu(window), waited -> judge(window, clock.name(), system, waited)));
        });
    }

    private static Outcome judge(Window window, String clock, Series system, Waiting waited) {
        List<Evidence> evidence = List.of(
                Evidence.over("CPU time in the kernel", system.mean(), SYSTEM, Unit.SHARE, "calibrated; /proc/stat"),
                waited.over("somebody waited for a CPU", WAITED));
        return system.mean() <= SYSTEM || waited.mean() <= WAITED
                ? new Outcome.Busy("the clock source " + clock + " is slow, which hurts nobody now", evidence)
                : new Outcome.Found(new Finding(
                        FACTS.id(),
                        Severity.WARNING,
                        waited.sure(0.5, "how often programs look at the clock cannot be seen"),
                        "the clock source is " + clock + ", and CPUs are in the kernel "
                                + Unit.SHARE.show(system.mean()) + " of the time",
                        List.of(Who.host("clock source " + clock)),
                        evidence,
                        window.start(),
                        waited.mean() * 0.5));
    }
}
