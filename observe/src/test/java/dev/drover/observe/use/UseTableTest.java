package dev.drover.observe.use;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.fixture.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole table of a host on which everything has a number, and of hosts that tell less. */
class UseTableTest {
    private static final Path GOLDEN = Path.of("src/test/resources/use/busy-host.txt");

    private final FakeHost host = new FakeHost();

    private static String text(List<Row> rows) {
        var text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.isHigh() ? "! " : "  ").append(row.name()).append('\n');
            for (Measured<Figure> cell : List.of(row.utilisation(), row.saturation(), row.errors())) {
                text.append("      ")
                        .append(cell.map(Figure::words).orElse("not measurable: " + cell.why()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private List<Row> table() {
        return UseTable.of(host.watch(5));
    }

    private static Row row(List<Row> rows, String name) {
        return rows.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    /** Rewritten with {@code -Dgolden.update}. */
    @Test
    void fillsEveryCellOfABusyHost() throws IOException {
        host.cpu(0.93).pressure("cpu", 0.4, 0).pressure("memory", 0.02, 0).pressure("io", 0.25, 0);
        host.meminfo("SwapTotal", 1_000_000).meminfo("SwapFree", 250_000).vmstat("pswpout", 300);
        host.disk("vda", 500, 8, 40, 0.97);
        host.snmp("Tcp.RetransSegs", 5).netstat("TcpExt.ListenOverflows", 3).netstat("TcpExt.TCPMemoryPressures", 0);
        host.snmp("Udp.RcvbufErrors", 0).snmp("Udp.SndbufErrors", 0).snmp("Udp.InErrors", 0);
        host.file("/proc/schedstat", "version 15\ncpu0 0 0 0 0 0 0 10 20 30\ncpu1 0 0 0 0 0 0 10 20 30\n");
        host.file("/proc/sys/net/ipv4/tcp_mem", "1000 2000 4000\n");
        host.file("/proc/sys/net/netfilter/nf_conntrack_count", "950\n");
        host.file("/proc/sys/net/netfilter/nf_conntrack_max", "1000\n");
        host.file("/proc/sys/kernel/pid_max", "32768\n").file("/proc/sys/kernel/threads-max", "60000\n");
        host.file("/drover/tcp", "state ESTABLISHED 3\nlisten 0.0.0.0 443 100 128 77 0 0\n");
        host.file("/drover/mounts", "/dev/vda1 / ext4 rw 4096 1000000 200000 50000 65536 6000\n");
        host.file("/sys/fs/cgroup/a.slice/memory.max", "1048576\n")
                .file("/sys/fs/cgroup/a.slice/memory.current", "1000000\n")
                .file("/sys/fs/cgroup/a.slice/memory.events", "max 5\noom_kill 0\n");
        String told = text(table());
        if (!System.getProperty("golden.update", "").isEmpty()) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, told);
        }
        assertEquals(Files.readString(GOLDEN), told);
    }

    @Test
    void givesAReasonForEveryCellOfAHostThatTellsNothing() {
        for (String path : new String[] {
            "/proc/stat", "/proc/diskstats", "/proc/meminfo", "/proc/vmstat", "/proc/net/dev", "/proc/net/snmp"
        }) {
            host.without(path);
        }
        List<Row> rows = table();
        assertTrue(rows.size() > 10, rows::toString);
        for (Row row : rows) {
            for (Measured<Figure> cell : List.of(row.utilisation(), row.saturation(), row.errors())) {
                assertTrue(cell.isMeasured() || !cell.why().isBlank(), row::toString);
            }
        }
        assertFalse(row(rows, "CPUs").utilisation().isMeasured());
        assertFalse(row(rows, "memory").utilisation().isMeasured());
    }

    @Test
    void namesEveryRowOnce() {
        var names = new HashSet<String>();
        table().forEach(row -> assertTrue(names.add(row.name()), row::name));
    }

    @Test
    void callsNothingOfAnIdleHostHigh() {
        assertEquals(
                List.of(), table().stream().filter(Row::isHigh).map(Row::name).toList());
    }

    @Test
    void remembersEachResourceForSoManyTables() {
        var history = new History(3);
        for (int i = 1; i <= 4; i++) {
            history.add(List.of(new Row(
                    Row.Kind.CPU,
                    "CPUs",
                    i == 3 ? Measured.not("gone") : Measured.of(Figure.share(i / 10.0, 1, "")),
                    Measured.not(""),
                    Measured.not(""))));
        }
        assertEquals(List.of(0.2, Double.NaN, 0.4), history.of("CPUs"));
        assertEquals(List.of(Double.NaN, Double.NaN, Double.NaN), history.of("disk"));
    }
}
