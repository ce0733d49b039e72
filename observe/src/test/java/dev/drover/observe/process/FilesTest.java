package dev.drover.observe.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** File descriptors, the sockets among them, and limits. */
class FilesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void sortsDescriptorsByWhatTheyReferTo() {
        OpenFiles files = OpenFiles.parse(bytes("""
                        0 - /dev/null
                        1 - pipe:[5]
                        2 - /var/log/a b.log
                        3 - socket:[4711]
                        4 - socket:[4712]
                        5 - anon_inode:[eventpoll]
                        6 - anon_inode:inotify
                        7 3221225472 /var/log/old.log (deleted)
                        8 - /memfd:jit (deleted)
                        9 - unknown:
                        """)).orElse(new OpenFiles(0, Map.of(), Set.of(), List.of()));
        assertEquals(10, files.open());
        assertEquals(
                Map.of(
                        "device",
                        1L,
                        "pipe",
                        1L,
                        "file or folder",
                        1L,
                        "socket",
                        2L,
                        "eventpoll",
                        1L,
                        "inotify",
                        1L,
                        "deleted file",
                        1L,
                        "memfd",
                        1L,
                        "unknown",
                        1L),
                files.byKind());
        assertEquals(Set.of(4711L, 4712L), files.sockets());
        assertEquals(List.of(new OpenFiles.Deleted("/var/log/old.log", 3221225472L)), files.deleted());
    }

    @Test
    void tellsSocketsByProtocolAndState() {
        var host = new FakeHost()
                .file("/proc/50/net/tcp", """
                          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 11 1 f 100 0 0 10 0
                           1: 0100007F:1F90 0100007F:9C40 08 00000000:00000001 00:00000000 00000000    33        0 12 1 f 20 4 30 10 -1
                           2: 0100007F:1F90 0100007F:9C41 01 00000000:00000000 00:00000000 00000000    33        0 99 1 f 20 4 30 10 -1
                        """)
                .file("/proc/50/net/udp6", """
                          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
                          65: 00000000000000000000000000000000:0202 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 13 2 f 0
                        """)
                .file("/proc/50/net/unix", """
                        Num       RefCount Protocol Flags    Type St Inode Path
                        000000007a5baa51: 00000003 00000000 00000000 0001 03  14 /run/a.sock
                        """);
        var counts =
                SocketTable.count(host, 50, Set.of(11L, 12L, 13L, 14L, 15L)).orElse(Map.of());
        assertEquals(
                Map.of(
                        "TCP LISTEN",
                        1L,
                        "TCP CLOSE-WAIT",
                        1L,
                        "UDP",
                        1L,
                        "Unix stream",
                        1L,
                        "of another network namespace or protocol",
                        1L),
                counts);
    }

    @Test
    void saysWhyNoTableOfSocketsCanBeRead() {
        assertTrue(SocketTable.count(new FakeHost(), 50, Set.of(1L)).why().contains("No such file"));
        assertEquals(Map.of(), SocketTable.count(new FakeHost(), 50, Set.of()).orElse(Map.of("x", 1L)));
    }

    @Test
    void readsLimits() {
        List<Limit> limits = Limit.parse(bytes("""
                        Limit                     Soft Limit           Hard Limit           Units
                        Max cpu time              unlimited            unlimited            seconds
                        Max open files            1024                 524288               files
                        Max nice priority         0                    0
                        """)).orElse(List.of());
        assertEquals(
                List.of("cpu time", "open files", "nice priority"),
                limits.stream().map(Limit::name).toList());
        assertEquals(OptionalLong.empty(), limits.getFirst().soft());
        assertEquals(OptionalLong.of(524288), limits.get(1).hard());
        assertTrue(Limit.parse(bytes("Max open files            many                 more\n"))
                .why()
                .contains("line 2"));
    }
}
