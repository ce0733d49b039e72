package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to ZooKeeper is lost, or what stands there cannot be read. */
@Timeout(120)
class LostZooKeeperTest extends WithServer {
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
}
