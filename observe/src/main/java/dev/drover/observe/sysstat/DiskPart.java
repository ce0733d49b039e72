package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import java.util.OptionalDouble;

/**
 * {@code /proc/diskstats} and the room in file systems, from {@code sar -d -F}.
 *
 * <p>sysstat tells the requests of a disk and how long they took, reads and writes (and discards) together. They are split here as
 * the bytes are: sums and averages over both are right, either alone is an estimate.
 */
final class DiskPart implements Part {
    private static final double SECTOR = 512;
    private static final double MIB = 1 << 20;

    private final Things disks = new Things();
    private final StringBuilder fileSystems = new StringBuilder();

    @Override
    public void take(Section sample, double seconds) {
        disks.next();
        for (Section disk : sample.list("disk")) {
            if (!disk.name("disk-device").isEmpty()) {
                count(disks.of(disk.name("disk-device")), disk, seconds);
            }
        }
        fileSystems.setLength(0);
        sample.list("filesystems").forEach(this::fileSystem);
    }

    /** A rate of requests times how long each took is the time they took, in milliseconds a second. */
    private static void count(Sums into, Section disk, double seconds) {
        double read = sectors(disk, "rd_sec", "rkB");
        double written = sectors(disk, "wr_sec", "wkB");
        double share = read + written > 0 ? read / (read + written) : 0;
        double requests = disk.number("tps", 0);
        double millis = requests * disk.number("await", 0);
        into.add("reads", OptionalDouble.of(requests * share), seconds);
        into.add("readSectors", OptionalDouble.of(read), seconds);
        into.add("readMillis", OptionalDouble.of(millis * share), seconds);
        into.add("writes", OptionalDouble.of(requests * (1 - share)), seconds);
        into.add("writeSectors", OptionalDouble.of(written), seconds);
        into.add("writeMillis", OptionalDouble.of(millis * (1 - share)), seconds);
        into.add("busyMillis", OptionalDouble.of(disk.number("util-percent", 0) * 10), seconds);
        into.add("queueMillis", OptionalDouble.of(disk.number("aqu-sz", "avgqu-sz", 0) * 1000), seconds);
    }

    private static double sectors(Section disk, String sectors, String kib) {
        return disk.number(sectors).orElse(disk.number(kib, 0) * 1024 / SECTOR);
    }

    /** Where it is mounted sysstat does not tell: its device stands for that. */
    private void fileSystem(Section told) {
        double free = told.number("MBfsfree", 0);
        double all = free + told.number("MBfsused", 0);
        double available = told.number("%ufsused").isPresent() ? all * (1 - told.number("%ufsused", 0) / 100) : free;
        String name = told.name("filesystem");
        if (!name.isEmpty()) {
            fileSystems
                    .append(name)
                    .append(' ')
                    .append(name)
                    .append(" unknown unknown ")
                    .append((long) MIB)
                    .append(numbers(all, free, available, inodes(told), told.number("Ifree", 0)))
                    .append('\n');
        }
    }

    private static double inodes(Section told) {
        return told.number("Ifree", 0) + told.number("Iused", 0);
    }

    private static String numbers(double... numbers) {
        var text = new StringBuilder();
        for (double number : numbers) {
            text.append(' ').append(Math.max(0, Math.round(number)));
        }
        return text.toString();
    }

    @Override
    public void files(Files files) {
        files.counters("/proc/diskstats", this::diskstats);
        files.moment(
                "/drover/mounts",
                () -> Part.orWhy(fileSystems, "sysstat recorded no file systems (SADC_OPTIONS=\"-S XDISK\")"));
    }

    private Content diskstats() {
        var text = new StringBuilder();
        disks.all().forEach((name, disk) -> {
            text.append("0 0 ").append(name);
            for (String counter : new String[] {
                "reads",
                "",
                "readSectors",
                "readMillis",
                "writes",
                "",
                "writeSectors",
                "writeMillis",
                "",
                "busyMillis",
                "queueMillis"
            }) {
                text.append(' ').append(disk.get(counter));
            }
            text.append('\n');
        });
        return Part.orWhy(text, "sysstat recorded no disks (SADC_OPTIONS=\"-S DISK\")");
    }
}
