package dev.drover.observe.counter.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.LiveTree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileSystemsTest {
    private static FileSystems.FileSystem only(String line) {
        return FileSystems.parse(line.getBytes(StandardCharsets.UTF_8))
                .orElse(new FileSystems(java.util.Map.of()))
                .byPoint()
                .values()
                .iterator()
                .next();
    }

    @Test
    void readsALine() {
        var one = only("/dev/vda /srv/a\\040b ext4 rw,relatime,ro_x 4096 1000 500 250 64 16\n");
        assertEquals("/srv/a b", one.point());
        assertEquals(4_096_000, one.bytes());
        assertEquals(0.25, one.availableShare());
        assertEquals(0.25, one.inodesFreeShare());
        assertFalse(one.readOnly());
    }

    @Test
    void staysWithinALong() {
        assertEquals(
                Long.MAX_VALUE,
                only("/dev/x /x xfs rw 9223372036854775807 9223372036854775807 1 1 1 1\n")
                        .bytes());
    }

    @Test
    void refusesALineCutShort() {
        assertFalse(FileSystems.parse("/dev/vda / ext4 rw 4096 10".getBytes(StandardCharsets.UTF_8))
                .isMeasured());
    }

    @Test
    void thisMachineTellsOfItsRootOrOfNothing() {
        try (var tree = new LiveTree()) {
            if (tree.read("/drover/mounts") instanceof Content.Text(byte[] bytes)) {
                assertTrue(FileSystems.parse(bytes).isMeasured());
            }
        }
    }
}
