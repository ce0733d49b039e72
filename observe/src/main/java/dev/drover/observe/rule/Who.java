package dev.drover.observe.rule;

/**
 * Who a finding is about.
 *
 * @param name such as {@code nginx}, {@code /system.slice/shop.service}, {@code nvme0n1}
 * @param detail a few words on its part, such as {@code 8 processes, 1.9 CPUs, first pid 4711}; may be empty
 * @param service of {@code drover.yaml} that it belongs to; empty if to none, or if no node knows
 */
public record Who(Kind kind, String name, String detail, String service) {
    public Who(Kind kind, String name, String detail) {
        this(kind, name, detail, "");
    }

    public Who of(String owner) {
        return new Who(kind, name, detail, owner);
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
            return name().toLowerCase(java.util.Locale.ROOT);
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
