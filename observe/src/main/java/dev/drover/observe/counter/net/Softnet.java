package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.List;

/** {@code /proc/net/softnet_stat}: what each CPU that is online did with packets, one line each, in 32 bits. */
public record Softnet(List<Row> rows) {
    public static final Group<Softnet> GROUP = Group.file("/proc/net/softnet_stat", Softnet::parse);

    private static final int MOST = 8192;

    /**
     * One CPU.
     *
     * @param dropped the queue of the CPU was full ({@code netdev_max_backlog})
     * @param squeezed the budget ended before the work ({@code netdev_budget})
     */
    public record Row(long processed, long dropped, long squeezed) {}

    public long processed() {
        return rows.stream().mapToLong(Row::processed).sum();
    }

    public long dropped() {
        return rows.stream().mapToLong(Row::dropped).sum();
    }

    public long squeezed() {
        return rows.stream().mapToLong(Row::squeezed).sum();
    }

    static Measured<Softnet> parse(byte[] bytes) {
        var rows = new ArrayList<Row>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && rows.size() < MOST) {
            rows.add(new Row(line.hex(), line.hex(), line.hex()));
            line.nextLine();
        }
        return rows.isEmpty() ? Measured.not("empty") : line.unlessBad(new Softnet(List.copyOf(rows)));
    }
}
