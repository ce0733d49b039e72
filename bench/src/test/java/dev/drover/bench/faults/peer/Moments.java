package dev.drover.bench.faults.peer;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host of two CPUs at two moments, ten seconds apart: quiet as it comes; a test changes files. */
final class Moments implements Tree {
    private final Map<String, String> before = new TreeMap<>();
    private final Map<String, String> after = new TreeMap<>();
    private boolean later;

    Moments() {
        cpu(0, 0, 0, 0, 0);
        both("/proc/loadavg", "0.10 0.10 0.10 1/100 4711\n");
        both("/proc/sys/kernel/pid_max", "32768\n");
        both("/proc/sys/kernel/threads-max", "60000\n");
        both("/proc/sys/kernel/random/entropy_avail", "256\n");
        both("/proc/sys/fs/file-nr", "1000\t0\t100000\n");
        both("/proc/meminfo", meminfo("MemAvailable", 6_000));
        both("/proc/vmstat", "oom_kill 0\npgmajfault 0\npswpout 0\n");
        both("/drover/mounts", "/dev/vda1 / ext4 rw 4096 1000000 500000 500000 250000 200000\n");
        both("/drover/clock", "state 0\nstatus 1\noffset 0\nmaxerror 1000\nesterror 0\n");
        both("/proc/sys/net/ipv4/tcp_mem", "100 200 300\n");
        both("/proc/sys/net/ipv4/tcp_max_orphans", "1000\n");
        both("/proc/net/sockstat", "TCP: inuse 1 orphan 0 tw 0 alloc 2 mem 0\n");
        both("/proc/net/softnet_stat", "00000001 00000000 00000000\n");
        both("/proc/mdstat", "md0 : active raid1 sda1[0] sdb1[1]\n      100 blocks [2/2] [UU]\n");
        both("/proc/net/bonding/", "bond0\n");
        both("/proc/net/bonding/bond0", "MII Status: up\nSlave Interface: eth0\nMII Status: up\n");
        disk(0, 0);
        nic(0, 0, 0, 0, 0);
        both("/sys/class/net/", "eth0\n");
        both("/sys/class/net/eth0/device/", "driver\n");
        both("/sys/class/net/eth0/speed", "100\n");
        snmp("Tcp", "OutRsts AttemptFails", 0, 0);
        netstat(0, 0, 0, 0);
    }

    Moments both(String path, String text) {
        return change(path, text, text);
    }

    Moments change(String path, String first, String second) {
        before.put(path, first);
        after.put(path, second);
        return this;
    }

    /** Percent of the time of the first CPU, and half as much of both together. */
    Moments cpu(int user, int system, int irq, int iowait, int steal) {
        return stat(user, system, irq, iowait, steal, 2, 1, 0);
    }

    /** Percent of the time of every CPU. */
    Moments allCpus(int user, int system, int iowait, int steal) {
        return stat(user, system, 0, iowait, steal, 1, 1, 0);
    }

    Moments running(int tasks, int switches) {
        return stat(0, 0, 0, 0, 0, 1, tasks, switches);
    }

    private Moments stat(int user, int system, int irq, int iowait, int steal, int part, int running, int switches) {
        int[] busy = {user, 0, system, 100 - user - system - irq - iowait - steal, iowait, irq, 0, steal};
        int[] idle = {0, 0, 0, 100, 0, 0, 0, 0};
        var all = new StringBuilder("cpu ");
        var first = new StringBuilder("cpu0");
        var second = new StringBuilder("cpu1");
        for (int i = 0; i < busy.length; i++) {
            int other = part == 1 ? busy[i] : idle[i];
            all.append(' ').append(1000 + 10 * (busy[i] + other));
            first.append(' ').append(1000 + 10 * busy[i]);
            second.append(' ').append(1000 + 10 * other);
        }
        String rest = "\nprocesses 10\nprocs_running " + running + "\nprocs_blocked 0\n";
        String zero = " 1000 1000 1000 1000 1000 1000 1000 1000\n";
        return change(
                "/proc/stat",
                "cpu " + zero + "cpu0" + zero + "cpu1" + zero + "ctxt 1000" + rest,
                all + "\n" + first + "\n" + second + "\nctxt " + (1000 + 10L * switches) + rest);
    }

    static String meminfo(String name, long megabytes) {
        var values = new TreeMap<>(Map.of(
                "MemTotal",
                8_000L,
                "MemFree",
                5_000L,
                "MemAvailable",
                6_000L,
                "Buffers",
                100L,
                "Cached",
                1_000L,
                "SwapTotal",
                1_000L,
                "SwapFree",
                1_000L,
                "HardwareCorrupted",
                0L));
        values.put(name, megabytes);
        var text = new StringBuilder();
        values.forEach((n, v) -> text.append(n).append(": ").append(v * 1000).append(" kB\n"));
        return text.toString();
    }

    /** Share of the time in use, in percent, and requests in flight on average. */
    Moments disk(int inUse, int queue) {
        String line = "254 0 vda %d 0 0 %d 0 0 0 0 0 %d %d 0 0 0 0 0 0\n";
        return change(
                "/proc/diskstats", line.formatted(0, 0, 0, 0), line.formatted(100, 100, inUse * 100, queue * 10_000));
    }

    /** Bytes and packets each second both ways; drops, errors and errors of buffers each second both ways. */
    Moments nic(long bytes, long packets, long drops, long errors, long fifo) {
        String one = "%d %d %d %d %d 0 0 0";
        String head = "Inter-|\n face |\n  eth0: ";
        String zero = one.formatted(0, 0, 0, 0, 0);
        String ten = one.formatted(10 * bytes, 10 * packets, 10 * errors, 10 * drops, 10 * fifo);
        return change("/proc/net/dev", head + zero + " " + zero + "\n", head + ten + " " + ten + "\n");
    }

    /** Two counters of a section, each second. */
    Moments snmp(String section, String names, int first, int second) {
        String text = section + ": " + names + "\n" + section + ": %d %d\n";
        return change("/proc/net/snmp", text.formatted(0, 0), text.formatted(10 * first, 10 * second));
    }

    Moments netstat(int overflows, int drops, int synDrops, int cookies) {
        String text = "TcpExt: ListenOverflows ListenDrops TCPReqQFullDrop TCPReqQFullDoCookies\nTcpExt: %d %d %d %d\n";
        return change(
                "/proc/net/netstat",
                text.formatted(0, 0, 0, 0),
                text.formatted(10 * overflows, 10 * drops, 10 * synDrops, 10 * cookies));
    }

    Window window() {
        var time = new FakeTime();
        var sampler = new Sampler(this, Ticker.of(time, time));
        Sample first = sampler.take();
        time.advance(Duration.ofSeconds(10));
        later = true;
        return new Window(List.of(first, sampler.take()));
    }

    @Override
    public Content read(String path) {
        String text = (later ? after : before).get(path);
        return text == null ? new Content.Unreadable("No such file or directory") : Content.Text.of(text);
    }
}
