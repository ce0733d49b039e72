package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.memory.Nodes;
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
import dev.drover.observe.sample.Window;
import java.util.List;

/** Memory is given from another node than the one that asked, since its own is full. */
public final class NumaMisses implements Rule {
    private static final double MISSED = 0.20;
    private static final double PAGES = 1000;

    private static final RuleFacts FACTS = RuleFacts.of(
                    "numa-misses", 47, Family.MEMORY, "Memory comes from a far node")
            .reads("/sys/devices/system/node/node*/numastat numa_hit, numa_miss, other_node")
            .fires("> 20 % of the pages given were missed at the node that was wanted")
            .gate("> 1000 such pages a second: each is read over the link between nodes from then on")
            .source("calibrated")
            .conditions("hosts with several NUMA nodes")
            .remedy("interleave the large program (numactl --interleave=all), or bind smaller ones to a node each")
            .check("numastat; numastat -p PID; numactl --hardware");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        Measured<Nodes> nodes = window.now(Nodes.GROUP);
        if (nodes.map(n -> n.byName().size() < 2).orElse(false)) {
            return new Outcome.NotApplicable("this host has one NUMA node");
        }
        return Outcome.when(window.change(Nodes.GROUP), change -> {
            double given = 0;
            double missed = 0;
            String fullest = "";
            double most = -1;
            for (var node : change.after().byName().entrySet()) {
                Named then = change.before().byName().get(node.getKey());
                if (then != null) {
                    var one = new Change<>(then, node.getValue(), change.seconds());
                    double misses = Named.rate(one, "numa_miss").orElse(0.0);
                    double foreign = Named.rate(one, "numa_foreign").orElse(0.0);
                    given += Named.rate(one, "numa_hit").orElse(0.0) + misses;
                    missed += misses;
                    fullest = foreign > most ? node.getKey() : fullest;
                    most = Math.max(most, foreign);
                }
            }
            return judge(window, given == 0 ? 0 : missed / given, missed, fullest);
        });
    }

    private static Outcome judge(Window window, double share, double missed, String fullest) {
        List<Evidence> evidence = List.of(
                Evidence.over("pages from a far node", share, MISSED, Unit.SHARE, "calibrated; numastat"),
                Evidence.over("pages from a far node", missed, PAGES, Unit.PER_SECOND, "calibrated; numastat"));
        return share <= MISSED || missed <= PAGES
                ? new Outcome.Quiet(Unit.SHARE.show(share) + " of the pages given come from a far node", evidence)
                : new Outcome.Found(new Finding(
                        FACTS.id(),
                        Severity.WARNING,
                        new Confidence(0.6, "how much slower far memory is depends on the machine"),
                        Unit.SHARE.show(share) + " of the pages given come from a far node, since " + fullest
                                + " is full",
                        Culprits.byMemory(window),
                        evidence,
                        window.start(),
                        share * 0.3));
    }
}
