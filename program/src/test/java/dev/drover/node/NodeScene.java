package dev.drover.node;

import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with one plane that is made up, on a data folder and a time of its own. */
abstract class NodeScene {
    final FakeTime time = new FakeTime();
    final Ticker ticker = Ticker.of(time, time);
    FakeAssembly assembly;
    RunningNode node;

    @TempDir
    Path data;

    @BeforeEach
    void open() throws Unusable {
        node = RunningNode.open(settings(), this::assembly, ticker);
        node.begin();
    }

    @AfterEach
    void close() {
        node.close();
    }

    Assembly assembly(Settings settings, byte[] secret, Ticker given) {
        assembly = new FakeAssembly(given);
        return assembly;
    }

    Settings settings() {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Settings("test", data, anyPort, 1, "here", Settings.Access.OFF, null);
    }

    /** As after a kill: nothing is told that it ends, and what is on disk is all that is left. */
    void restart() throws Unusable, Refused {
        node.close();
        open();
        node.resume();
    }

    static Source named(String cluster) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", """
                cluster: %s
                listen: {web: {protocol: http, address: "127.0.0.1:18080"}}
                services: {shop: {instances: {addresses: ["127.0.0.1:1"]}}}
                routes: [{match: {path: /**}, to: shop}]
                """.formatted(cluster));
        return new Source("/nowhere", texts);
    }

    String running() {
        return node.running().cluster();
    }

    static void await(BooleanSupplier condition) {
        Await.until("it happens", Duration.ofSeconds(60), condition::getAsBoolean);
    }
}
