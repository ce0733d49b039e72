package dev.drover.node;

import dev.drover.plane.Ticker;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.State;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Version;
import dev.drover.testkit.FakeTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share their model, in one program, with a registry and a clock that a test holds. */
abstract class ClusterScene {
    final FakeTime time = new FakeTime();
    final Ticker ticker = Ticker.of(time, time);
    final OneRegistry registry = new OneRegistry(FakeTime.START);
    final List<Peer> peers = new ArrayList<>();

    @TempDir
    Path folder;

    /** One of the nodes. */
    final class Peer {
        final String name;
        OneRegistry.Port port;
        FakeAssembly assembly;
        RunningNode node;

        Peer(String name) throws Unusable {
            this.name = name;
            peers.add(this);
            open(registry.port());
        }

        void open(OneRegistry.Port through) throws Unusable {
            port = through;
            var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var settings = new Settings("test", folder.resolve(name), anyPort, 1, name, Settings.Access.OFF, null);
            node = RunningNode.open(
                    settings,
                    (s, secret, given) -> {
                        assembly = new FakeAssembly(given);
                        assembly.models = port;
                        return assembly;
                    },
                    ticker);
            node.begin();
        }

        /** As after a kill, through another port. */
        void restart(OneRegistry.Port through) throws Unusable, Refused {
            node.close();
            open(through);
            node.resume();
        }

        String runs() {
            return node.running().cluster();
        }

        Peer started(String cluster) throws Exception {
            node.start(NodeScene.named(cluster), "ada");
            return this;
        }

        State says(String other) throws Refused {
            return member(other).state();
        }

        Agreement.Member member(String other) throws Refused {
            return node.control().agreement().nodes().stream()
                    .filter(m -> m.node().equals(other))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterEach
    void close() {
        peers.forEach(p -> p.node.close());
    }

    interface Asked {
        boolean holds() throws Exception;
    }

    static void await(Asked asked) throws InterruptedException {
        BooleanSupplier held = () -> {
            try {
                return asked.holds();
            } catch (Exception e) {
                return false;
            }
        };
        NodeScene.await(held);
    }

    /** Two that have agreed on a first model. */
    List<Peer> two() throws Exception {
        Peer one = new Peer("one").started("first");
        await(() -> one.node.control().agreement().settled());
        Peer two = new Peer("two").started("first");
        await(() -> one.node.control().agreement().running() == 2);
        return List.of(one, two);
    }

    static Version apply(Peer peer, String cluster) throws Refused {
        return peer.node.control().apply(NodeScene.named(cluster), peer.name, null, null);
    }
}
