package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ZooKeeperRegistryTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    private EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.start(folder);
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperRegistry::close);
        server.close();
    }

    private ZooKeeperRegistry node() throws Exception {
        return node(4_096);
    }

    private ZooKeeperRegistry node(long segment) throws Exception {
        var settings =
                ZooKeeperRegistry.Settings.of(server.address(), server.secret()).withSegments(segment, 1 << 20);
        var node = new ZooKeeperRegistry(settings, Ticker.system());
        nodes.add(node);
        assertTrue(node.awaitCaughtUp(SOON), "it did not catch up");
        return node;
    }

    private static Kv put(String key, String value) {
        return new Kv.Put(key, value.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static String value(ZooKeeperRegistry node, String key) {
        var entry = node.state().key(key);
        assertNotNull(entry, key);
        return new String(entry.value(), StandardCharsets.UTF_8);
    }

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
    void goesOnReadingWithoutTheServerAndWritingWithItAgain() throws Exception {
        var settings =
                ZooKeeperRegistry.Settings.of(server.address(), server.secret()).withPatience(Duration.ofSeconds(3));
        var node = new ZooKeeperRegistry(settings, Ticker.system());
        nodes.add(node);
        assertTrue(node.awaitCaughtUp(SOON));
        node.apply(put("k", "before"));
        assertTrue(node.contact().leader());
        server.close();
        Await.until("the loss is noticed", SOON, () -> !node.contact().leader());
        assertEquals("before", value(node, "k"));
        var refusal = assertThrows(Unavailable.class, () -> node.apply(put("k", "meanwhile")));
        assertFalse(refusal.maybeDone());
        assertTrue(node.contact().ago().toMillis() > 0);
        var address = server.address();
        server = EmbeddedServer.start(folder);
        assertEquals(address, server.address(), "it kept its port");
        assertTrue(node.awaitCaughtUp(SOON));
        node.apply(put("k", "after"));
        assertEquals("after", value(node, "k"));
        assertTrue(node.contact().leader());
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

    @Test
    void staysAsItIsWhenTheLogCannotBeRead() throws Exception {
        var settings =
                ZooKeeperRegistry.Settings.of(server.address(), server.secret()).withPatience(Duration.ofSeconds(3));
        var node = new ZooKeeperRegistry(settings, Ticker.system());
        nodes.add(node);
        assertTrue(node.awaitCaughtUp(SOON));
        node.apply(put("k", "sound"));
        withZooKeeper(
                true,
                zk -> zk.create(
                        "/drover/1/log/0000000000/e-",
                        "{\"version\":9}".getBytes(StandardCharsets.UTF_8),
                        ZooDefs.Ids.CREATOR_ALL_ACL,
                        CreateMode.PERSISTENT_SEQUENTIAL));
        Await.until("it says so", SOON, () -> !node.contact().leader());
        assertThrows(Unavailable.class, () -> node.apply(put("k", "x")));
        assertEquals("sound", value(node, "k"));
    }

    @Test
    void knowsTheFateOfEveryWriteThoughAnswersGetLost() throws Exception {
        try (var cutter = new Cutter(server.address())) {
            var settings = ZooKeeperRegistry.Settings.of(cutter.address(), server.secret())
                    .withPatience(Duration.ofSeconds(60));
            var node = new ZooKeeperRegistry(settings, Ticker.system());
            nodes.add(node);
            assertTrue(node.awaitCaughtUp(SOON));
            node.apply(put("n", "0"));
            long before = node.state().index();
            int done = 0;
            for (int i = 0; i < 60; i++) {
                if (i % 20 == 7) {
                    cutter.loseNextAnswer();
                }
                var entry = node.state().key("n");
                assertNotNull(entry);
                int next = Integer.parseInt(value(node, "n")) + 1;
                var outcome = node.apply(new Kv.Cas(
                        "n", Integer.toString(next).getBytes(StandardCharsets.UTF_8), 0, entry.modifyIndex()));
                done += outcome instanceof Outcome.Done ? 1 : 0;
            }
            assertTrue(cutter.lost());
            assertEquals(60, done, "one writer meets no conflict");
            assertEquals(before + 60, node.state().index(), "nothing was written twice");
            assertEquals("60", value(node, "n"));
            var fresh = node();
            assertEquals("60", value(fresh, "n"));
        }
    }

    @Test
    void beginsANewSessionWhenItsOwnIsGone() throws Exception {
        var node = node();
        node.apply(put("k", "1"));
        var its = node.zooKeeper();
        // A session that is closed by somebody who knows its password is as gone as one that expired.
        new ZooKeeper(server.address(), 10_000, _ -> {}, its.getSessionId(), its.getSessionPasswd()) {
            void end() throws Exception {
                Await.until("it is taken over", SOON, () -> getState().isConnected());
                close();
            }
        }.end();
        var other = node();
        other.apply(put("k", "2"));
        Await.until("it reads on in a new session", SOON, () -> value(node, "k").equals("2"));
        node.apply(put("k", "3"));
        assertEquals("3", value(node, "k"));
    }

    private interface Use<T> {
        T of(ZooKeeper zk) throws KeeperException, InterruptedException;
    }

    private <T> T withZooKeeper(boolean knowing, Use<T> use) throws Exception {
        var zk = new ZooKeeper(server.address(), 10_000, _ -> {});
        try {
            if (knowing) {
                zk.addAuthInfo("digest", ("drover:" + server.secret()).getBytes(StandardCharsets.UTF_8));
            }
            return use.of(zk);
        } finally {
            zk.close();
        }
    }
}
