package dev.drover.registry.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.state.Copy;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Transition;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Finished;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final State SOME = some();
    private static final byte[] FILE = Archive.of(SOME, "127.0.0.1:8300");

    private static State some() {
        var state = State.EMPTY;
        for (int i = 0; i < 50; i++) {
            byte[] value = new byte[100];
            new Random(i).nextBytes(value);
            state = Transition.of(state, new Command.Kv.Put("key/" + i, value, i), state.index() + 1, Instant.EPOCH)
                    .state();
        }
        return state;
    }

    @Test
    void holdsTheState() throws IOException {
        assertEquals(
                SOME.keys(""), Copy.read(Archive.copy(FILE, 1 << 20), 1 << 20).keys());
    }

    @Test
    void isWhatConsulsOwnCommandVerifies(@TempDir Path folder) throws IOException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        Path file = Files.write(folder.resolve("backup.snap"), FILE);
        String told = Finished.run(
                        Duration.ofSeconds(30), Consul.program().toString(), "snapshot", "inspect", file.toString())
                .succeeded()
                .out();
        assertTrue(told.matches("(?s).*Index\\s+" + SOME.index() + "\\b.*"), told);
    }

    /** Wherever it is cut, it is refused. */
    @Property(tries = 300, seed = "4711")
    void refusesWhatIsNotWhole(@ForAll int seed) {
        int length = Math.floorMod(seed, FILE.length);
        assertThrows(Archive.Unfit.class, () -> Archive.copy(Arrays.copyOf(FILE, length), 1 << 20));
    }

    /** Whatever bit is turned, it is refused, or holds the same. */
    @Property(tries = 1000, seed = "4711")
    void takesNothingElseForTheState(@ForAll int seed) throws IOException {
        int bit = Math.floorMod(seed, FILE.length * 8);
        byte[] other = FILE.clone();
        other[bit / 8] ^= (byte) (1 << (bit % 8));
        try {
            assertEquals(
                    SOME.keys(""),
                    Copy.read(Archive.copy(other, 1 << 20), 1 << 20).keys());
        } catch (Archive.Unfit e) {
            assertTrue(e.getMessage().contains("snapshot"), e.getMessage());
        }
    }

    @Property(tries = 300, seed = "4711")
    void refusesAnyBytes(@ForAll byte[] bytes) {
        assertThrows(Archive.Unfit.class, () -> Archive.copy(bytes, 1 << 20));
        assertThrows(Archive.Unfit.class, () -> Archive.copy(zipped(bytes), 1 << 20));
    }

    @Test
    void tellsASnapshotOfAnotherProgram() throws IOException {
        byte[] state = "raft".getBytes(StandardCharsets.UTF_8);
        byte[] meta = "{}".getBytes(StandardCharsets.UTF_8);
        var files = new LinkedHashMap<String, byte[]>();
        files.put("meta.json", meta);
        files.put("state.bin", state);
        String sums = Copy.digest(meta) + "  meta.json\n" + Copy.digest(state) + "  state.bin\n";
        files.put("SHA256SUMS", sums.getBytes(StandardCharsets.US_ASCII));
        byte[] file = zipped(Tar.of(files));
        var unfit = assertThrows(Archive.Unfit.class, () -> Archive.copy(file, 1 << 20));
        assertTrue(unfit.getMessage().startsWith("this snapshot was not made by Drover"), unfit.getMessage());
        files.remove("SHA256SUMS");
        byte[] less = zipped(Tar.of(files));
        assertTrue(assertThrows(Archive.Unfit.class, () -> Archive.copy(less, 1 << 20))
                .getMessage()
                .startsWith("this is no snapshot: it holds"));
    }

    @Test
    void refusesWhatTheHeapHasNoRoomFor() throws IOException {
        assertEquals(
                SOME.keys(""), Copy.read(Archive.copy(FILE, 1 << 20), 1 << 20).keys());
        var unfit = assertThrows(Archive.Unfit.class, () -> Archive.copy(FILE, 1 << 10));
        assertTrue(unfit.getMessage().contains("no room"), unfit.getMessage());
    }

    @Test
    void readsWhatItPacks() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        for (int size : new int[] {0, 1, 511, 512, 513, 5000}) {
            files.put("f" + size, new byte[size]);
        }
        var back = Tar.read(new ByteArrayInputStream(Tar.of(files)), 10_000);
        assertEquals(files.keySet(), back.keySet());
        files.forEach((name, content) -> assertArrayEquals(content, back.get(name)));
        assertThrows(IOException.class, () -> Tar.read(new ByteArrayInputStream(Tar.of(files)), 4_000));
    }

    private static byte[] zipped(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
