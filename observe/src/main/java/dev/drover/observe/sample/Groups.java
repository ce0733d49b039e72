package dev.drover.observe.sample;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.cpu.ClockSource;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.cpu.RunQueues;
import dev.drover.observe.counter.cpu.Softirqs;
import dev.drover.observe.counter.cpu.Thermal;
import dev.drover.observe.counter.disk.DeletedFiles;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.disk.FileSystemErrors;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.Redundancy;
import dev.drover.observe.counter.host.Clock;
import dev.drover.observe.counter.host.Entropy;
import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.counter.host.KernelLog;
import dev.drover.observe.counter.host.Tasks;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.memory.MemoryErrors;
import dev.drover.observe.counter.memory.Nodes;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.LocalPorts;
import dev.drover.observe.counter.net.Neighbours;
import dev.drover.observe.counter.net.Nics;
import dev.drover.observe.counter.net.PerCpu;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.Qdiscs;
import dev.drover.observe.counter.net.Sockets;
import dev.drover.observe.counter.net.Softnet;
import dev.drover.observe.counter.net.TcpMemory;
import dev.drover.observe.counter.net.UdpSockets;
import dev.drover.observe.counter.process.Descriptors;
import dev.drover.observe.counter.process.JavaHeaps;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.counter.process.UserTasks;
import dev.drover.observe.counter.service.Requests;
import dev.drover.observe.counter.service.Services;
import java.util.List;

/** All groups of counters, in the order in which they are read: first those whose rates are compared with each other. */
public final class Groups {
    public static final List<Group<?>> ALL = List.of(
            Cpus.GROUP,
            Pressure.CPU,
            Pressure.MEMORY,
            Pressure.IO,
            Disks.GROUP,
            Memory.INFO,
            Memory.EVENTS,
            Nodes.GROUP,
            MemoryErrors.GROUP,
            Protocols.BASIC,
            Protocols.EXTENDED,
            Protocols.VERSION_6,
            Protocols.SOCKETS,
            TcpMemory.GROUP,
            TcpMemory.MOST_ORPHANS,
            Softnet.GROUP,
            Softirqs.GROUP,
            RunQueues.GROUP,
            Interfaces.GROUP,
            Nics.GROUP,
            Qdiscs.GROUP,
            Sockets.GROUP,
            UdpSockets.GROUP,
            LocalPorts.GROUP,
            Conntrack.GROUP,
            PerCpu.CONNECTIONS,
            PerCpu.NEIGHBOURS,
            Neighbours.GROUP,
            Clock.GROUP,
            Load.GROUP,
            FileHandles.GROUP,
            Tasks.GROUP,
            Entropy.GROUP,
            ClockSource.GROUP,
            Thermal.GROUP,
            FileSystems.GROUP,
            DeletedFiles.GROUP,
            FileSystemErrors.GROUP,
            Redundancy.GROUP,
            Cgroups.GROUP,
            Processes.GROUP,
            Descriptors.GROUP,
            UserTasks.GROUP,
            JavaHeaps.GROUP,
            KernelLog.GROUP,
            Services.GROUP,
            Requests.GROUP,
            Host.GROUP);

    private Groups() {}
}
