package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Thermal;
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
import java.util.ArrayList;
import java.util.List;

/** CPUs run slower than they can, for their heat. */
public final class ThermalThrottling implements Rule {
    private static final double SLOWED = 0.50;
    private static final String PCP = "PCP power.thermal_throttle";

    private static final RuleFacts FACTS = RuleFacts.of("thermal", 49, Family.HARDWARE, "Heat slows the CPUs down")
            .reads("/sys/devices/system/cpu/cpu*/thermal_throttle/*_throttle_total_time_ms", "cpufreq")
            .fires("a CPU was slowed down > 50 % of the time")
            .gate("slowed-down time is the loss; CPUs that are < 10 % busy lose nothing")
            .source(PCP)
            .conditions("Intel CPUs since Linux 5.6, not in virtual machines")
            .remedy("clean or repair the cooling, lower the room's temperature, check the power limits")
            .check("grep . /sys/devices/system/cpu/cpu0/thermal_throttle/*; turbostat")
            .explains("cpu-run-queue", "single-thread");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        if (!window.now(Thermal.GROUP).isMeasured()) {
            return new Outcome.NotApplicable(window.now(Thermal.GROUP).why());
        }
        return Outcome.when(window.series(Thermal.GROUP, ThermalThrottling::worst), slowed -> {
            var evidence = new ArrayList<Evidence>();
            evidence.add(Evidence.over("slowed down for heat", slowed.mean(), SLOWED, Unit.SHARE, PCP));
            window.now(Thermal.GROUP)
                    .then(Thermal::frequency)
                    .map(f -> evidence.add(Evidence.fact("frequency now, of the highest", f, Unit.SHARE, "cpufreq")));
            double busy =
                    window.series(Cpus.GROUP, Cpus::busy).map(Series::mean).orElse(0.0);
            if (slowed.mean() <= SLOWED) {
                return new Outcome.Quiet("heat slows nothing down", evidence);
            }
            return busy < 0.1
                    ? new Outcome.Busy("heat slows the CPUs down, but they have little to do", evidence)
                    : new Outcome.Found(new Finding(
                            FACTS.id(),
                            Severity.WARNING,
                            new Confidence(0.9, "the CPU counts it"),
                            "heat slowed the CPUs down " + Unit.SHARE.show(slowed.mean()) + " of the time",
                            List.of(Who.host("its cooling")),
                            evidence,
                            slowed.firstOver(SLOWED).orElse(window.start()),
                            slowed.mean() * busy));
        });
    }

    private static Measured<Double> worst(Change<Thermal> change) {
        double most = 0;
        for (var after : change.after().slowedMillis().entrySet()) {
            Long before = change.before().slowedMillis().get(after.getKey());
            most = before == null ? most : Math.max(most, (after.getValue() - before) / 1000.0 / change.seconds());
        }
        return Measured.of(Math.min(1, most));
    }
}
