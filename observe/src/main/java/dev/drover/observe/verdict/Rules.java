package dev.drover.observe.verdict;

import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.cpu.CfsThrottling;
import dev.drover.observe.rule.cpu.CpuRunQueue;
import dev.drover.observe.rule.disk.DiskQueueing;
import dev.drover.observe.rule.limit.FdLimit;
import dev.drover.observe.rule.memory.MemoryStall;
import dev.drover.observe.rule.network.BacklogDrops;
import dev.drover.observe.rule.network.ConntrackFull;
import dev.drover.observe.rule.network.EphemeralPorts;
import dev.drover.observe.rule.network.ListenOverflow;
import dev.drover.observe.rule.network.NeighbourTable;
import dev.drover.observe.rule.network.NicDrops;
import dev.drover.observe.rule.network.NicErrors;
import dev.drover.observe.rule.network.NicFull;
import dev.drover.observe.rule.network.QdiscDrops;
import dev.drover.observe.rule.network.SenderLimited;
import dev.drover.observe.rule.network.SoftirqBudget;
import dev.drover.observe.rule.network.SoftirqImbalance;
import dev.drover.observe.rule.network.SynDrops;
import dev.drover.observe.rule.network.TcpMemoryShort;
import dev.drover.observe.rule.network.TcpOrphans;
import dev.drover.observe.rule.network.TcpResets;
import dev.drover.observe.rule.network.TcpRetransmits;
import dev.drover.observe.rule.network.UdpLoss;
import dev.drover.observe.rule.time.ClockSkew;
import java.util.List;
import java.util.Optional;

/** All rules, by their number in {@code docs/diagnosis.md}: the one list. */
public final class Rules {
    public static final List<Rule> ALL = List.of(
            new CpuRunQueue(), // 1
            new CfsThrottling(), // 5
            new SoftirqImbalance(), // 11
            new SoftirqBudget(), // 12
            new BacklogDrops(), // 13
            new MemoryStall(), // 15
            new DiskQueueing(), // 20
            new FdLimit(), // 29
            new NicFull(), // 31
            new NicErrors(), // 32
            new NicDrops(), // 33
            new QdiscDrops(), // 34
            new TcpRetransmits(), // 35
            new ListenOverflow(), // 36
            new SynDrops(), // 37
            new EphemeralPorts(), // 38
            new ConntrackFull(), // 39
            new TcpMemoryShort(), // 40
            new UdpLoss(), // 41
            new TcpResets(), // 42
            new TcpOrphans(), // 43
            new SenderLimited(), // 44
            new NeighbourTable(), // 45
            new ClockSkew()); // 46

    private Rules() {}

    public static Optional<Rule> byId(String id) {
        return ALL.stream().filter(rule -> rule.facts().id().equals(id)).findFirst();
    }
}
