package dev.drover.observe.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SocketFilesTest {
    private static final String NAMES =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout" + " inode\n";
    private static final String REST = " 00:00000000 00000000     0        0 ";

    private static String told(String four, String six) {
        return told(four, six, "32768 60999");
    }

    private static String told(String four, String six, String range) {
        Tree tree = path -> switch (path) {
            case "/proc/sys/net/ipv4/ip_local_port_range" -> Content.Text.of(range);
            case "/proc/net/tcp" -> Content.Text.of(NAMES + four);
            case "/proc/net/tcp6" -> Content.Text.of(NAMES + six);
            default -> new Content.Unreadable("No such file or directory");
        };
        return SocketFiles.read(tree).toString();
    }

    @Test
    void tellsListenersFirstAndWhatIsOutgoing() {
        String told = told(
                "   0: 0200000A:1F90 0300000A:C350 01 00000000:00000000" + REST + "11 1\n"
                        + "   1: 00000000:1F90 00000000:0000 0A 00000000:00000081" + REST + "3491137 1\n"
                        + "   2: 0200000A:C001 0700000A:1538 06 00000000:00000000" + REST + "0 3\n"
                        + "   3: 0200000A:C002 0700000A:1538 02 00000001:00000000" + REST + "12 1\n",
                "   0: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000100007F:8000 01 00000000:00000000"
                        + REST + "13 1\n");
        List<String> lines = told.lines().toList();
        assertTrue(lines.contains("state ESTABLISHED 2"), told);
        assertTrue(lines.contains("state TIME-WAIT 1"), told);
        assertTrue(lines.contains("listen 0.0.0.0 8080 129 -1 3491137 0 0"), told);
        assertTrue(lines.contains("out 10.0.0.2 10.0.0.7 5432 2 1 1 12"), told);
        assertEquals(2, lines.stream().filter(l -> l.startsWith("out ")).count(), told);
    }

    @Test
    void countsPortsOfTheRangeOnly() {
        String four = "   2: 0200000A:C001 0700000A:1538 06 00000000:00000000" + REST + "0 3\n"
                + "   3: 0200000A:1000 0700000A:1538 02 00000001:00000000" + REST + "12 1\n";
        assertTrue(told(four, "").lines().anyMatch("out 10.0.0.2 10.0.0.7 5432 1 1 1 12"::equals));
        assertTrue(told(four, "", "nonsense").lines().anyMatch("out 10.0.0.2 10.0.0.7 5432 2 1 1 12"::equals));
    }

    @Property(tries = 200)
    void neverThrows(@ForAll byte[] any) {
        assertNotNull(SocketFiles.read(path -> new Content.Text(any)));
    }
}
