package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.disk.Redundancy;
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

/** A RAID array or a bond of interfaces lacks a member. */
public final class RaidDegraded implements Rule {
    private static final String MIXIN = "node-mixin NodeRAIDDegraded, NodeBondingDegraded";

    private static final RuleFacts FACTS = RuleFacts.of("raid-degraded", 51, Family.HARDWARE, "Redundancy is lost")
            .reads("/proc/mdstat", "/proc/net/bonding/*")
            .fires("fewer active members than required")
            .gate("the loss is the missing member; an array that is being rebuilt is named with its progress")
            .source(MIXIN)
            .conditions("arrays of md; bonds of the bonding driver")
            .remedy("replace the failed device (mdadm --add), or mend the cable, port or switch of the interface")
            .check("cat /proc/mdstat; mdadm --detail /dev/mdN; cat /proc/net/bonding/bond0")
            .explains("disk-queueing");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        Measured<Redundancy> now = window.now(Redundancy.GROUP);
        if (!now.isMeasured() || now.map(r -> r.arrays().isEmpty()).orElse(true)) {
            return new Outcome.NotApplicable("neither RAID arrays of md nor bonds are here");
        }
        List<Finding> findings = now.map(Redundancy::arrays).orElse(List.of()).stream()
                .filter(a -> a.active() < a.required())
                .map(a -> found(window, a))
                .toList();
        return findings.isEmpty() ? new Outcome.Quiet("all members are there", List.of()) : new Outcome.Found(findings);
    }

    private static Finding found(Window window, Redundancy.Array array) {
        long missing = array.required() - array.active();
        return new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.95, "the kernel says so"),
                array.name() + " has " + array.active() + " of its " + array.required() + " members"
                        + (array.activity().isEmpty() ? "" : " (" + array.activity() + ")"),
                List.of(new Who(
                        array.bond() ? Who.Kind.INTERFACE : Who.Kind.DEVICE, array.name(), missing + " missing")),
                List.of(Evidence.under(
                        "active members", (double) array.active(), (double) array.required(), Unit.COUNT, MIXIN)),
                window.start(),
                0.05);
    }
}
