package dev.drover.observe.verdict;

import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.cpu.CfsThrottling;
import dev.drover.observe.rule.cpu.ContextSwitches;
import dev.drover.observe.rule.cpu.CpuRunQueue;
import dev.drover.observe.rule.cpu.ForkStorm;
import dev.drover.observe.rule.cpu.KernelTime;
import dev.drover.observe.rule.cpu.LoadWithoutCpu;
import dev.drover.observe.rule.cpu.SchedulerDelay;
import dev.drover.observe.rule.cpu.SingleThread;
import dev.drover.observe.rule.cpu.SlowClock;
import dev.drover.observe.rule.cpu.Steal;
import dev.drover.observe.rule.cpu.ThermalThrottling;
import dev.drover.observe.rule.disk.DiskCeiling;
import dev.drover.observe.rule.disk.DiskQueueing;
import dev.drover.observe.rule.disk.FileSystemFaults;
import dev.drover.observe.rule.disk.FileSystemFull;
import dev.drover.observe.rule.disk.IdleClassIo;
import dev.drover.observe.rule.disk.InodesFull;
import dev.drover.observe.rule.disk.IoWait;
import dev.drover.observe.rule.disk.ParallelDisk;
import dev.drover.observe.rule.disk.RaidDegraded;
import dev.drover.observe.rule.disk.WriteStall;
import dev.drover.observe.rule.host.CrashLoop;
import dev.drover.observe.rule.host.GcStall;
import dev.drover.observe.rule.host.HungTasks;
import dev.drover.observe.rule.host.LowEntropy;
import dev.drover.observe.rule.limit.FdLimit;
import dev.drover.observe.rule.limit.TaskLimit;
import dev.drover.observe.rule.memory.CgroupMemory;
import dev.drover.observe.rule.memory.ColdSwap;
import dev.drover.observe.rule.memory.Compaction;
import dev.drover.observe.rule.memory.MemoryFault;
import dev.drover.observe.rule.memory.MemoryLow;
import dev.drover.observe.rule.memory.MemoryStall;
import dev.drover.observe.rule.memory.NumaMisses;
import dev.drover.observe.rule.memory.OomKill;
import dev.drover.observe.rule.memory.SwapStorm;
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
            new SingleThread(), // 2
            new KernelTime(), // 3
            new Steal(), // 4
            new CfsThrottling(), // 5
            new SchedulerDelay(), // 6
            new LoadWithoutCpu(), // 7
            new ContextSwitches(), // 8
            new ForkStorm(), // 9
            new SlowClock(), // 10
            new SoftirqImbalance(), // 11
            new SoftirqBudget(), // 12
            new BacklogDrops(), // 13
            new MemoryLow(), // 14
            new MemoryStall(), // 15
            new SwapStorm(), // 16
            new ColdSwap(), // 17
            new OomKill(), // 18
            new CgroupMemory(), // 19
            new DiskQueueing(), // 20
            new ParallelDisk(), // 21
            new DiskCeiling(), // 22
            new WriteStall(), // 23
            new IoWait(), // 24
            new IdleClassIo(), // 25
            new FileSystemFull(), // 26
            new InodesFull(), // 27
            new FileSystemFaults(), // 28
            new FdLimit(), // 29
            new TaskLimit(), // 30
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
            new ClockSkew(), // 46
            new NumaMisses(), // 47
            new Compaction(), // 48
            new ThermalThrottling(), // 49
            new MemoryFault(), // 50
            new RaidDegraded(), // 51
            new LowEntropy(), // 52
            new HungTasks(), // 53
            new CrashLoop(), // 54
            new GcStall()); // 55

    private Rules() {}

    public static Optional<Rule> byId(String id) {
        return ALL.stream().filter(rule -> rule.facts().id().equals(id)).findFirst();
    }
}
