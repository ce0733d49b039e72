package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NodeOptionsTest {
    private static Path of(String user, Map<String, String> environment) {
        return NodeOptions.standard(environment, user, "/registered");
    }

    @Test
    void keepsDataWhereTheAccountKeepsItsState() {
        assertEquals(Path.of("/registered/.local/state/drover"), of("ann", Map.of()));
        assertEquals(Path.of("/home/a/.local/state/drover"), of("ann", Map.of("HOME", "/home/a")));
        assertEquals(Path.of("/s/drover"), of("ann", Map.of("HOME", "/home/a", "XDG_STATE_HOME", "/s")));
    }

    @Test
    void keepsDataOfRootWithTheSystem() {
        assertEquals(Path.of("/var/lib/drover"), of("root", Map.of("HOME", "/root", "XDG_STATE_HOME", "/s")));
    }

    @Test
    void doesWhatItIsTold() {
        assertEquals(Path.of("/d"), of("root", Map.of("DROVER_DATA", "/d")));
        assertEquals(Path.of("/d"), of("ann", Map.of("DROVER_DATA", "/d", "XDG_STATE_HOME", "/s")));
    }
}
