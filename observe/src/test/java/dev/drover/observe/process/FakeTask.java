package dev.drover.observe.process;

import dev.drover.observe.fixture.FakeHost;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files of a process that a test decides, one thread each. */
final class FakeTask {
    private final FakeHost host;
    private final int pid;
    private final String name;
    private final long flags;
    private final TreeSet<Integer> threads = new TreeSet<>();

    FakeTask(FakeHost host, int pid, String name, long flags) {
        this.host = host;
        this.pid = pid;
        this.name = name;
        this.flags = flags;
        host.file("/proc/uptime", "1000.00 900.00\n");
        host.file(
                "/proc/" + pid + "/status",
                "Name:\t" + name + "\nUid:\t33\t33\t33\t33\nVmRSS:\t  2256 kB\nVmSwap:\t 12 kB\nSigQ:\t0/31371\n");
        host.file("/proc/" + pid + "/cmdline", "/usr/bin/" + name + "\0--fast\0");
        host.file("/proc/" + pid + "/cgroup", "0::/shop.slice/a.service\n");
        thread(pid, 'S', 0, 0, "ep_poll");
    }

    /** As the thread is now: nanoseconds since it started. */
    FakeTask thread(int id, char state, long ran, long waited, String channel) {
        String stat = id + " (" + name + ") " + state + " 1 1 1 0 -1 " + flags + " 10 0 0 0 " + ran / 10_000_000
                + " 0 0 0 20 0 1 0 90000 1000000 564 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n";
        String task = "/proc/" + pid + "/task/" + id + "/";
        threads.add(id);
        host.file(
                "/proc/" + pid + "/task/",
                threads.stream().map(Object::toString).collect(Collectors.joining("\n")));
        host.file(task + "stat", stat);
        host.file(task + "schedstat", ran + " " + waited + " 5\n");
        host.file(task + "wchan", channel);
        host.file(task + "children", "\n");
        if (id == pid) {
            host.file("/proc/" + pid + "/stat", stat);
        }
        return this;
    }

    FakeTask children(String pids) {
        host.file("/proc/" + pid + "/task/" + pid + "/children", pids);
        return this;
    }

    FakeTask file(String file, String text) {
        host.file("/proc/" + pid + "/" + file, text);
        return this;
    }

    FakeTask descriptors(int open, int most) {
        var links = new StringBuilder();
        for (int i = 0; i < open; i++) {
            links.append(i).append(" - /dev/null\n");
        }
        host.file("/drover/links/" + pid, links.toString());
        return file(
                "limits",
                "Limit   Soft Limit   Hard Limit   Units\nMax open files            " + most + "   4096   files\n");
    }
}
