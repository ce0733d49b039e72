package dev.drover.bench.faults.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.verdict.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert is raised by what it is documented for, and by nothing that is quiet. */
class PeerTest {
    /** What goes on, and which alerts it raises at least, with their level. */
    record Trouble(String what, Consumer<Moments> change, Map<String, Level> raises) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Trouble trouble(String what, Consumer<Moments> change, Level level, String... alerts) {
        return new Trouble(
                what, change, Set.of(alerts).stream().collect(Collectors.toMap(name -> name, name -> level)));
    }

    private static Trouble warns(String what, Consumer<Moments> change, String... alerts) {
        return trouble(what, change, Level.WARNING, alerts);
    }

    private static Trouble alarms(String what, Consumer<Moments> change, String... alerts) {
        return trouble(what, change, Level.CRITICAL, alerts);
    }

    static List<Trouble> troubles() {
        return java.util.stream.Stream.of(ofCpus(), ofMemory(), ofDisks(), ofNetworks(), ofLimits())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Trouble> ofCpus() {
        return List.of(
                warns("busy CPUs", m -> m.allCpus(92, 0, 0, 0), "10min_cpu_usage", "cpu.util"),
                alarms("all CPUs", m -> m.allCpus(97, 0, 0, 0), "10min_cpu_usage"),
                trouble("busy CPUs, told", m -> m.allCpus(92, 0, 0, 0), Level.INFO, "NodeCPUHighUsage"),
                warns("one CPU", m -> m.cpu(96, 0, 0, 0, 0), "per_cpu.some_util"),
                warns("the kernel", m -> m.allCpus(10, 80, 0, 0), "cpu.system", "per_cpu.system"),
                warns("waiting for disks", m -> m.allCpus(0, 0, 50, 0), "10min_cpu_iowait"),
                warns("a neighbour", m -> m.allCpus(0, 0, 0, 20), "20min_steal_cpu"),
                warns(
                        "a run queue",
                        m -> m.running(9, 0),
                        "load_average_15",
                        "cpu.load_average",
                        "NodeSystemSaturation"),
                warns("a long run queue", m -> m.running(18, 0), "load_average_1", "load_average_5"),
                warns("switches", m -> m.running(1, 9_000), "cpu.context_switch"),
                warns("heat", PeerTest::heat, "power.thermal_throttle"),
                warns("a quota", PeerTest::quota, "cgroup_10min_cpu_usage"));
    }

    private static void heat(Moments m) {
        String folder = "/sys/devices/system/cpu/cpu0/thermal_throttle/";
        m.both(folder, "package_throttle_total_time_ms\n");
        m.change(folder + "package_throttle_total_time_ms", "1000\n", "7000\n");
    }

    private static void quota(Moments m) {
        group(m).both("/sys/fs/cgroup/app/cpu.max", "100000 100000\n")
                .change(
                        "/sys/fs/cgroup/app/cpu.stat",
                        "nr_periods 0\nnr_throttled 0\nthrottled_usec 0\n",
                        "nr_periods 100\nnr_throttled 60\nthrottled_usec 5000000\n");
    }

    private static Moments group(Moments m) {
        return m.both("/proc/self/mountinfo", "34 32 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
                .both("/sys/fs/cgroup/", "app\n")
                .both("/sys/fs/cgroup/app/", "cpu.max\n");
    }

    private static List<Trouble> ofMemory() {
        return List.of(
                warns(
                        "little memory",
                        m -> m.both("/proc/meminfo", Moments.meminfo("MemAvailable", 700)),
                        "ram_available",
                        "NodeMemoryHighUtilization"),
                alarms(
                        "no free memory",
                        m -> m.both(
                                "/proc/meminfo",
                                "MemTotal: 1000 kB\nMemFree: 5 kB\nMemAvailable: 10 kB\nBuffers: 1 kB\nCached: 1 kB\n"),
                        "ram_in_use"),
                alarms("full swap", m -> m.both("/proc/meminfo", Moments.meminfo("SwapFree", 10)), "used_swap"),
                warns(
                        "corrupted memory",
                        m -> m.both("/proc/meminfo", Moments.meminfo("HardwareCorrupted", 1)),
                        "1hour_memory_hw_corrupted"),
                warns("a kill", m -> vmstat(m, 1, 0, 0), "oom_kill", "memory.oom_kill"),
                warns("major faults", m -> vmstat(m, 0, 6_000, 0), "NodeMemoryMajorPagesFaults"),
                warns("a swap storm", m -> vmstat(m, 0, 0, 1_000_000), "30min_ram_swapped_out", "memory.exhausted"),
                warns("a corrected error", m -> ecc(m, 1, 0), "1hour_ecc_memory_correctable"),
                alarms("a lost word", m -> ecc(m, 0, 1), "1hour_ecc_memory_uncorrectable"),
                alarms(
                        "a group's limit",
                        m -> group(m).both("/sys/fs/cgroup/app/memory.max", "1000000\n")
                                .both("/sys/fs/cgroup/app/memory.current", "990000\n")
                                .both("/sys/fs/cgroup/app/memory.events", "high 0\nmax 0\noom_kill 0\n"),
                        "cgroup_ram_in_use"));
    }

    private static void vmstat(Moments m, int kills, int faults, int pages) {
        m.change(
                "/proc/vmstat",
                "oom_kill 0\npgmajfault 0\npswpout 0\n",
                "oom_kill " + kills + "\npgmajfault " + faults + "\npswpout " + pages + "\n");
    }

    private static void ecc(Moments m, int corrected, int lost) {
        String folder = "/sys/devices/system/edac/mc/";
        m.both(folder, "mc0\n");
        m.change(folder + "mc0/ce_count", "0\n", corrected + "\n");
        m.change(folder + "mc0/ue_count", "0\n", lost + "\n");
    }

    private static List<Trouble> ofDisks() {
        return List.of(
                warns(
                        "a disk in use",
                        m -> m.disk(99, 1),
                        "10min_disk_utilization",
                        "per_disk.average_queue_length",
                        "per_disk.average_wait_time"),
                warns("a queue", m -> m.disk(50, 11), "10min_disk_backlog", "NodeDiskIOSaturation"),
                alarms(
                        "a full file system",
                        m -> m.both("/drover/mounts", "/dev/vda1 / ext4 rw 4096 1000000 10000 1000 250000 200000\n"),
                        "disk_space_usage",
                        "NodeFilesystemAlmostOutOfSpace"),
                warns(
                        "a file system that fills",
                        m -> m.both("/drover/mounts", "/dev/vda1 / ext4 rw 4096 1000000 45000 45000 250000 200000\n"),
                        "filesys.filling",
                        "NodeFilesystemAlmostOutOfSpace"),
                alarms(
                        "no inodes",
                        m -> m.both("/drover/mounts", "/dev/vda1 / ext4 rw 4096 1000000 500000 500000 250000 100\n"),
                        "disk_inode_usage",
                        "NodeFilesystemAlmostOutOfFiles"),
                alarms(
                        "a lost mirror",
                        m -> m.both("/proc/mdstat", "md0 : active raid1 sda1[0]\n      100 blocks [2/1] [U_]\n"),
                        "mdstat_disks",
                        "NodeRAIDDegraded"),
                warns(
                        "a lost link",
                        m -> m.both(
                                "/proc/net/bonding/bond0", "MII Status: up\nSlave Interface: eth0\nMII Status: down\n"),
                        "NodeBondingDegraded"));
    }

    private static List<Trouble> ofNetworks() {
        return List.of(
                warns(
                        "a full link",
                        m -> m.nic(11_800_000, 9_000, 0, 0, 0),
                        "1m_received_traffic_overflow",
                        "1m_sent_traffic_overflow",
                        "per_netif.util"),
                warns(
                        "drops",
                        m -> m.nic(1_000, 100, 3, 0, 0),
                        "inbound_packets_dropped_ratio",
                        "outbound_packets_dropped_ratio"),
                warns(
                        "errors",
                        m -> m.nic(1_000, 1_000, 0, 20, 0),
                        "per_netif.errors",
                        "NodeNetworkReceiveErrs",
                        "NodeNetworkTransmitErrs"),
                warns("small buffers", m -> m.nic(1_000, 1_000, 0, 0, 1), "10min_fifo_errors"),
                warns(
                        "packets that wait",
                        m -> m.change(
                                "/proc/net/softnet_stat",
                                "00000001 00000000 00000000\n",
                                "00000001 00000080 00000080\n"),
                        "1min_netdev_backlog_exceeded",
                        "1min_netdev_budget_ran_outs"),
                warns(
                        "queues that overflow",
                        m -> m.netstat(2, 2, 2, 2),
                        "1m_tcp_accept_queue_overflows",
                        "1m_tcp_accept_queue_drops",
                        "1m_tcp_syn_queue_drops",
                        "1m_tcp_syn_queue_cookies",
                        "network.tcplistenoverflows",
                        "network.tcpqfulldrops",
                        "network.tcpqfulldocookies"),
                alarms("a queue that overflows much", m -> m.netstat(6, 0, 0, 0), "1m_tcp_accept_queue_overflows"),
                warns(
                        "resets",
                        m -> m.snmp("Tcp", "OutRsts AttemptFails", 60, 60),
                        "10s_ip_tcp_resets_sent",
                        "10s_ip_tcp_resets_received"),
                warns(
                        "datagrams",
                        m -> m.snmp("Udp", "RcvbufErrors SndbufErrors", 20, 20),
                        "1m_ipv4_udp_receive_buffer_errors",
                        "1m_ipv4_udp_send_buffer_errors"),
                alarms(
                        "buffers and orphans",
                        m -> m.both("/proc/net/sockstat", "TCP: inuse 1 orphan 600 tw 0 alloc 2 mem 290\n"),
                        "tcp_memory",
                        "tcp_orphans"),
                warns("connections", m -> conntrack(m, 80), "NodeHighNumberConntrackEntriesUsed"),
                alarms("more connections", m -> conntrack(m, 96), "netfilter_conntrack_full"));
    }

    private static void conntrack(Moments m, int count) {
        m.both("/proc/sys/net/netfilter/nf_conntrack_count", count + "\n");
        m.both("/proc/sys/net/netfilter/nf_conntrack_max", "100\n");
    }

    private static List<Trouble> ofLimits() {
        return List.of(
                alarms(
                        "files of the host",
                        m -> m.both("/proc/sys/fs/file-nr", "95\t0\t100\n"),
                        "system_file_descriptors_utilization",
                        "NodeFileDescriptorLimit"),
                warns(
                        "files of the host, for another",
                        m -> m.both("/proc/sys/fs/file-nr", "95\t0\t100\n"),
                        "filesys.vfs_files"),
                warns(
                        "files of a process",
                        m -> m.both("/proc/", "7\n")
                                .both("/drover/fds/7", "99\n")
                                .both("/proc/7/limits", "Max open files            100                  100   files\n"),
                        "apps_group_file_descriptors_utilization"),
                alarms("tasks", m -> m.both("/proc/loadavg", "0.1 0.1 0.1 1/32000 1\n"), "active_processes"),
                warns(
                        "no chance",
                        m -> m.both("/proc/sys/kernel/random/entropy_avail", "90\n"),
                        "lowest_entropy",
                        "entropy.available"),
                warns(
                        "a wrong clock",
                        m -> m.both(
                                "/drover/clock", "state 5\nstatus 64\noffset 90000\nmaxerror 16000000\nesterror 0\n"),
                        "system_clock_sync_state",
                        "NodeClockSkewDetected",
                        "NodeClockNotSynchronising"));
    }

    private static Map<String, Level> raised(Moments moments) {
        var window = moments.window();
        return Peer.ALL.stream()
                .flatMap(peer -> peer.raised(window).entrySet().stream())
                .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    @Test
    void raisesNothingOnAQuietHost() {
        assertEquals(Map.of(), raised(new Moments()));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void raisesWhatTheTroubleIsFor(Trouble trouble) {
        var moments = new Moments();
        trouble.change().accept(moments);
        Map<String, Level> raised = raised(moments);
        trouble.raises()
                .forEach((alert, level) -> assertEquals(level, raised.get(alert), () -> alert + " of " + raised));
    }

    @Test
    void everyAlertIsTested() {
        var untested = new TreeSet<String>();
        Peer.ALL.forEach(peer -> peer.alerts().forEach(alert -> untested.add(alert.name())));
        troubles().forEach(trouble -> untested.removeAll(trouble.raises().keySet()));
        assertEquals(Set.of("per_cpu.many_util"), untested, "this one is for hosts of more than four CPUs");
    }

    @Test
    void everyAlertIsRightForRulesThatExist() {
        var unknown = new HashSet<String>();
        Peer.ALL.forEach(peer -> peer.alerts()
                .forEach(alert -> alert.right().stream()
                        .filter(id -> Rules.byId(id).isEmpty())
                        .forEach(unknown::add)));
        assertTrue(unknown.isEmpty(), unknown::toString);
    }

    @Test
    void raisesNothingOfWhatARecordingDoesNotHold() {
        assertEquals(Map.of(), raised(new Moments().both("/proc/stat", "").both("/proc/meminfo", "")));
    }
}
