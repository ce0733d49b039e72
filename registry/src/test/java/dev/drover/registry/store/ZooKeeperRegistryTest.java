package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Session;
import dev.drover.registry.state.Commands;
import dev.drover.registry.state.Copy;
import dev.drover.registry.state.Image;
import dev.drover.registry.state.Topic;
import dev.drover.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry in ZooKeeper keeps, and what it refuses. */
@Timeout(120)
class ZooKeeperRegistryTest extends WithServer {
    @Test
    void readsItsOwnWrites() throws Exception {
        var node = node();
        for (int i = 0; i < 20; i++) {
            var done = assertInstanceOf(Outcome.Done.class, node.apply(put("k", "v" + i)));
            assertEquals("v" + i, value(node, "k"));
            assertTrue(node.state().index() >= done.index());
        }
        assertInstanceOf(Outcome.No.class, node.apply(new Kv.Cas("k", new byte[0], 0, 0)));
    }

    @Test
    void restoresACopyOnEveryNodeThoughTheLogIsCutMeanwhile() throws Exception {
        var node = node(3);
        for (var command : new Commands(11).some(100)) {
            node.apply(command);
        }
        byte[] random = new byte[300_000];
        for (int i = 0; i < 4; i++) {
            new Random(i).nextBytes(random);
            node.apply(new Kv.Put("large/" + i, random.clone(), 0));
        }
        byte[] copy = Copy.of(node.state());
        var kept = Image.of(node.state());
        node.apply(new Kv.DeleteTree(""));
        int parts = 0;
        for (int from = 0; from < copy.length; from += 200_000) {
            byte[] part = Arrays.copyOfRange(copy, from, Math.min(copy.length, from + 200_000));
            assertInstanceOf(Outcome.Done.class, node.apply(new Command.Copying.Part("c", parts++, part)));
        }
        assertInstanceOf(
                Outcome.Done.class, node.apply(new Command.Copying.Restore("c", parts, Copy.digest(copy), "alive")));
        node.apply(put("last", "1"));
        var other = node(3);
        assertEquals(kept.services(), Image.of(other.state()).services());
        assertEquals(kept.keys().size() + 1, other.state().keyCount());
        assertEquals(node.state().index(), other.state().index());
        assertTrue(parts > 5);
    }

    @Test
    void comesBackWithAllItHeldAndAHigherIndex() throws Exception {
        var node = node();
        for (var command : new Commands(7).some(200)) {
            node.apply(command);
        }
        node.apply(put("last", "1"));
        var before = Image.of(node.state());
        node.close();
        server.close();
        server = EmbeddedServer.start(folder);
        var again = node();
        assertEquals(before.index(), again.state().index());
        assertEquals(before.services(), Image.of(again.state()).services());
        assertEquals(before.keys(), Image.of(again.state()).keys());
        assertEquals(before.sessions(), Image.of(again.state()).sessions());
        assertTrue(again.apply(put("last", "2")).index() > before.index());
    }

    @Test
    void showsAWriteOfOneNodeToAnother() throws Exception {
        var one = node();
        var two = node();
        one.apply(put("k", "1"));
        two.consistent();
        assertEquals("1", value(two, "k"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long after = two.state().index(new Topic.Key("k"));
            var waiting = threads.submit(() -> two.replica().await(new Topic.Key("k"), after, SOON));
            one.apply(put("k", "2"));
            assertTrue(waiting.get(30, TimeUnit.SECONDS));
            assertEquals("2", value(two, "k"));
        }
    }

    @Test
    void losesNoIncrementOfManyWritersOnTwoNodes() throws Exception {
        var both = List.of(node(), node());
        both.getFirst().apply(put("n", "0"));
        both.getLast().consistent();
        int each = 25;
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var node = both.get(i % 2);
                all.add(threads.submit(() -> {
                    for (int done = 0; done < each; ) {
                        var entry = node.state().key("n");
                        assertNotNull(entry);
                        int next = Integer.parseInt(new String(entry.value(), StandardCharsets.UTF_8)) + 1;
                        var outcome = node.apply(new Kv.Cas(
                                "n", Integer.toString(next).getBytes(StandardCharsets.UTF_8), 0, entry.modifyIndex()));
                        done += outcome instanceof Outcome.Done ? 1 : 0;
                    }
                    return null;
                }));
            }
            for (var one : all) {
                one.get(100, TimeUnit.SECONDS);
            }
        }
        both.getFirst().consistent();
        assertEquals(8 * each, Integer.parseInt(value(both.getFirst(), "n")));
    }

    @Test
    void compactsItsLogAndForgetsNothing() throws Exception {
        var one = node(20);
        var two = node(20);
        for (int i = 0; i < 150; i++) {
            one.apply(put("k" + i % 10, "v" + i));
        }
        two.consistent();
        assertArrayEquals(bytes(one), bytes(two));
        Await.until(
                "old segments are deleted",
                SOON,
                () -> children("/drover/1/log").size() <= 3);
        Await.until(
                "one snapshot is kept",
                SOON,
                () -> children("/drover/1/snapshots").size() == 1);
        var three = node(20);
        assertArrayEquals(bytes(one), bytes(three));
        three.apply(put("k0", "after"));
        one.consistent();
        assertEquals("after", value(one, "k0"));
    }

    private static byte[] bytes(ZooKeeperRegistry node) {
        return node.state().keys("").toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> children(String path) throws Exception {
        return withZooKeeper(true, zk -> zk.getChildren(path, false));
    }

    @Test
    void takesABurstInFewEntries() throws Exception {
        var node = node();
        node.apply(new Command.PutNode(Node.of("alpha", "192.0.2.1")));
        int before = children("/drover/1/log/0000000000").size();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Outcome>>();
            for (int i = 0; i < 2_000; i++) {
                var session = Session.of("s" + i, "alpha");
                all.add(threads.submit(() -> node.apply(new Command.CreateSession(session))));
            }
            for (var one : all) {
                assertInstanceOf(Outcome.Done.class, one.get(60, TimeUnit.SECONDS));
            }
        }
        assertEquals(2_000, node.state().sessions().size());
        int entries = children("/drover/1/log/0000000000").size() - before;
        assertTrue(entries < 1_000, entries + " entries for 2000 commands");
    }

    @Test
    void takesAValueOfHalfAMegabyteAndRefusesWhatNoEntryHolds() throws Exception {
        var node = node();
        node.apply(new Kv.Put("large", new byte[512 << 10], 0));
        var entry = node.state().key("large");
        assertNotNull(entry);
        assertEquals(512 << 10, entry.value().length);
        assertInstanceOf(Outcome.Refused.class, node.apply(new Kv.Put("larger", new byte[900_000], 0)));
    }

    @Test
    void tellsNobodyWithoutItsSecret() throws Exception {
        var node = node();
        node.apply(put("k", "secret"));
        assertThrows(
                KeeperException.NoAuthException.class,
                () -> withZooKeeper(false, zk -> zk.getChildren("/drover/1/log", false)));
        assertThrows(
                KeeperException.NoAuthException.class,
                () -> withZooKeeper(false, zk -> zk.setData("/drover/1/segment", new byte[0], -1)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret"))));
    }
}
