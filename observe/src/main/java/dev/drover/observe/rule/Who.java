package dev.drover.observe.rule;

import java.util.List;
import java.util.Locale;

/**
 * Who a finding is about.
 *
 * @param name such as {@code nginx}, {@code /system.slice/shop.service}, {@code nvme0n1}
 * @param detail a few words on its part, such as {@code 8 processes, 1.9 CPUs, first pid 4711}; may be empty
 * @param pids of the process, or of the one that a thread belongs to; of several processes the one with the largest part first;
 *     empty for others
 * @param service of {@code drover.yaml} that it belongs to; empty if to none, or if no node knows
 */
public record Who(Kind kind, String name, String detail, List<Integer> pids, String service) {
    public Who {
        pids = List.copyOf(pids);
    }

    public Who(Kind kind, String name, String detail) {
        this(kind, name, detail, List.of(), "");
    }

    /**
     * A process, with its number in the detail.
     *
     * @param words what else there is to say of it; may be empty
     */
    public static Who process(String name, int pid, String words) {
        String detail = "pid " + pid + (words.isEmpty() ? "" : ", " + words);
        return new Who(Kind.PROCESS, name, detail).numbered(List.of(pid));
    }

    /** The same, known by the numbers of its processes. */
    public Who numbered(List<Integer> numbers) {
        return new Who(kind, name, detail, numbers, service);
    }

    public Who of(String owner) {
        return new Who(kind, name, detail, pids, owner);
    }

    /** What kind of thing it is. */
    public enum Kind {
        HOST,
        PROCESS,
        THREAD,
        CGROUP,
        CPU,
        DEVICE,
        MOUNT,
        INTERFACE,
        LISTENER,
        PEER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The whole host: nobody smaller could be named. */
    public static Who host(String detail) {
        return new Who(Kind.HOST, "this host", detail);
    }

    @Override
    public String toString() {
        String owner = service.isEmpty() ? "" : " (service " + service + ")";
        return kind.word() + " " + name + owner + (detail.isEmpty() ? "" : ": " + detail);
    }
}
