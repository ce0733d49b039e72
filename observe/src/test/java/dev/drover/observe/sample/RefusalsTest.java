package dev.drover.observe.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.capture.Content;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RefusalsTest {
    private final Refusals tree = new Refusals(path -> switch (path) {
        case "/proc/stat" -> Content.Text.of("cpu");
        case "/proc/9/io" -> new Content.Unreadable("No such process");
        case "/drover/kmsg" -> new Content.Unreadable("Operation not permitted");
        default -> new Content.Unreadable("Permission denied");
    });

    @Test
    void countsByKindWhatWasRefusedForWantOfRights() {
        tree.nextRound(Instant.EPOCH, 0);
        tree.read("/proc/stat");
        tree.read("/proc/9/io");
        tree.read("/proc/7/io");
        tree.read("/proc/12/io");
        tree.read("/proc/12/task/13/wchan");
        tree.read("/drover/fds/12");
        tree.read("/drover/kmsg");
        assertEquals(
                Map.of(
                        "/proc/[pid]/io",
                        2,
                        "/proc/[pid]/task/[tid]/wchan",
                        1,
                        "/drover/fds/[pid]",
                        1,
                        "/drover/kmsg",
                        1),
                tree.all());
    }

    @Test
    void forgetsThemWithTheRound() {
        tree.read("/proc/7/io");
        tree.nextRound(Instant.EPOCH, 0);
        assertEquals(Map.of(), tree.all());
    }
}
