package dev.drover.observe.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WithoutCommandLinesTest {
    private final Tree tree = new WithoutCommandLines(Content.Text::of);

    @Test
    void leavesOutWhatProcessesWereStartedWith() {
        assertInstanceOf(Content.Unreadable.class, tree.read("/proc/81/cmdline"));
    }

    @Test
    void leavesOutWhatHotSpotWroteDownOfItself() throws IOException {
        Path folder = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"));
        Path file = folder.resolve(Long.toString(ProcessHandle.current().pid()));
        assumeTrue(Files.isRegularFile(file), "needs a HotSpot that keeps its counters in a file");
        byte[] all = Files.readAllBytes(file);
        assertTrue(new String(all, StandardCharsets.ISO_8859_1).contains("sun.rt.javaCommand"));
        Tree without = new WithoutCommandLines(path -> new Content.Text(all));
        byte[] kept = assertInstanceOf(Content.Text.class, without.read("/drover/hsperfdata/81"))
                .bytes();
        String text = new String(kept, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("surefire"), "the command line of this test");
        assertFalse(text.contains(System.getProperty("java.home")), "the properties of this test");
        assertTrue(text.contains("sun.os.hrt.frequency"));
        assertTrue(text.contains("sun.gc.collector.0.time"));
    }

    @Test
    void givesAllElse() {
        assertEquals("/proc/81/stat", tree.read("/proc/81/stat").toString());
        assertEquals("/proc/cmdline", tree.read("/proc/cmdline").toString());
    }
}
