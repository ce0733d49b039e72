package dev.drover.lab;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.control.BusyDisk;
import dev.drover.lab.fault.control.BusyLink;
import dev.drover.lab.fault.control.ColdSwap;
import dev.drover.lab.fault.control.FastWriter;
import dev.drover.lab.fault.control.FullCache;
import dev.drover.lab.fault.control.HalfBusy;
import dev.drover.lab.fault.control.Idle;
import dev.drover.lab.fault.control.IdleClassReader;
import dev.drover.lab.fault.control.LargeHeap;
import dev.drover.lab.fault.control.ManyConnections;
import dev.drover.lab.fault.control.NiceBurner;
import dev.drover.lab.fault.control.QuotaToSpare;
import dev.drover.lab.fault.control.Sleepers;
import dev.drover.lab.fault.control.SomeForks;
import dev.drover.lab.fault.cpu.CfsThrottled;
import dev.drover.lab.fault.cpu.ContextSwitches;
import dev.drover.lab.fault.cpu.CpuHog;
import dev.drover.lab.fault.cpu.ForkStorm;
import dev.drover.lab.fault.cpu.HotThread;
import dev.drover.lab.fault.cpu.KernelTime;
import dev.drover.lab.fault.cpu.OneCpu;
import dev.drover.lab.fault.cpu.RealTimeHog;
import dev.drover.lab.fault.disk.CappedDisk;
import dev.drover.lab.fault.disk.DiskSaturated;
import dev.drover.lab.fault.disk.FilesystemFull;
import dev.drover.lab.fault.disk.FsyncStorm;
import dev.drover.lab.fault.disk.InodesFull;
import dev.drover.lab.fault.limit.DescriptorLimit;
import dev.drover.lab.fault.limit.TaskLimit;
import dev.drover.lab.fault.memory.CacheThrash;
import dev.drover.lab.fault.memory.GroupOom;
import dev.drover.lab.fault.memory.GroupPressure;
import dev.drover.lab.fault.memory.SwapStorm;
import dev.drover.lab.fault.network.AcceptQueue;
import dev.drover.lab.fault.network.BacklogDrops;
import dev.drover.lab.fault.network.ConntrackFull;
import dev.drover.lab.fault.network.EphemeralPorts;
import dev.drover.lab.fault.network.NameTimeouts;
import dev.drover.lab.fault.network.NarrowLink;
import dev.drover.lab.fault.network.PacketLoss;
import dev.drover.lab.fault.network.RefusingUpstream;
import dev.drover.lab.fault.network.SilentNeighbour;
import dev.drover.lab.fault.network.SlowReaders;
import dev.drover.lab.fault.network.SoftirqImbalance;
import dev.drover.lab.fault.network.SynFlood;
import dev.drover.lab.fault.network.UdpOverflow;
import dev.drover.lab.fault.service.CrashLoop;
import dev.drover.lab.fault.service.GcStall;
import dev.drover.lab.fault.service.LockConvoy;
import dev.drover.lab.fault.service.PoolExhausted;
import dev.drover.lab.fault.service.SlowUpstream;
import java.util.List;
import java.util.Optional;

/** Every fault there is, by family; the controls last. */
public final class Faults {
    public static final List<Fault> ALL = List.of(
            new CpuHog(),
            new HotThread(),
            new CfsThrottled(),
            new ContextSwitches(),
            new ForkStorm(),
            new OneCpu(),
            new KernelTime(),
            new RealTimeHog(),
            new GroupPressure(),
            new GroupOom(),
            new SwapStorm(),
            new CacheThrash(),
            new DiskSaturated(),
            CappedDisk.throughput(),
            CappedDisk.requests(),
            new FsyncStorm(),
            new FilesystemFull(),
            new InodesFull(),
            new DescriptorLimit(),
            new TaskLimit(),
            new AcceptQueue(),
            new PacketLoss(),
            new NarrowLink(),
            new EphemeralPorts(),
            new SlowReaders(),
            new UdpOverflow(),
            new SilentNeighbour(),
            new SynFlood(),
            new ConntrackFull(),
            new RefusingUpstream(),
            new BacklogDrops(),
            new SoftirqImbalance(),
            new NameTimeouts(),
            new GcStall(),
            new CrashLoop(),
            new LockConvoy(),
            new SlowUpstream(),
            new PoolExhausted(),
            new Idle(),
            new NiceBurner(),
            new FullCache(),
            ManyConnections.idle(),
            new LargeHeap(),
            new FastWriter(),
            new Sleepers(),
            new QuotaToSpare(),
            new SomeForks(),
            ManyConnections.closed(),
            new IdleClassReader(),
            new HalfBusy(),
            new BusyDisk(),
            new BusyLink(),
            new ColdSwap());

    private Faults() {}

    public static Optional<Fault> byId(String id) {
        return ALL.stream().filter(f -> f.facts().id().equals(id)).findFirst();
    }
}
