package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberFilesTest {
    private static final Ports PORTS = new Ports(1, 2, 3);
    private static final Seat A = new Seat(1, "10.0.0.1", PORTS, true);
    private static final Seat B = new Seat(2, "10.0.0.2", PORTS, true);

    @TempDir
    Path folder;

    private MemberFiles files() {
        return new MemberFiles(folder);
    }

    private void kept(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("version-2"));
        Files.writeString(folder.resolve(name), text);
    }

    /** As ZooKeeper does when the ensemble agreed. */
    private void agreed(String version, Roll roll) throws IOException {
        kept("ensemble.cfg.dynamic." + version, roll.text());
        kept("ensemble.cfg", "dynamicConfigFile=" + folder.resolve("ensemble.cfg.dynamic." + version) + "\n");
    }

    @Test
    void belongsToWhatItFounds() throws Exception {
        assertFalse(files().belongs());
        files().settle(1, new Roll(0, List.of(A)));
        assertTrue(files().belongs());
        assertFalse(files().joins());
        assertEquals(1, files().read().getServerId());
    }

    @Test
    void belongsToWhatItJoinsFromTheMomentOthersMayCountOnIt() throws Exception {
        files().join(2, new Roll(0, List.of(A, B)));
        kept("version-2/log.1", "a copy");
        assertFalse(files().belongs());
        assertFalse(files().holdsData(), "it holds a copy");
        agreed("100000000", new Roll(0, List.of(A)));
        assertFalse(files().belongs());
        kept("ensemble.cfg.dynamic.next", new Roll(0, List.of(A, B)).text() + "version=100000002\n");
        assertTrue(files().belongs(), "it may have said yes already");
        assertEquals(0x100000002L, files().members().version());
        assertEquals(2, files().read().getQuorumVerifier().getVotingMembers().size());
        assertEquals(0x100000002L, files().read().getQuorumVerifier().getVersion());
        assertFalse(files().joins());
        assertTrue(files().belongs());
        assertTrue(files().holdsData());
    }

    @Test
    void forgetsTheCopyOfAnAttemptThatCameToNothing() throws Exception {
        files().join(2, new Roll(0, List.of(A, B)));
        kept("version-2/log.1", "a copy");
        kept("ensemble.cfg.dynamic.next", new Roll(0, List.of(A)).text() + "version=100000002\n");
        files().join(4, new Roll(0, List.of(A, new Seat(4, "10.0.0.2", PORTS, true))));
        assertFalse(Files.exists(folder.resolve("version-2/log.1")));
        assertFalse(Files.exists(folder.resolve("ensemble.cfg.dynamic.next")));
        assertEquals(4, files().number());
        assertFalse(files().belongs());
    }

    @Test
    void keepsWhatItWroteItself() throws Exception {
        kept("version-2/snapshot.0", "its own");
        assertTrue(files().holdsData());
        files().settle(1, new Roll(0, List.of(A)));
        assertTrue(Files.exists(folder.resolve("version-2/snapshot.0")));
    }
}
