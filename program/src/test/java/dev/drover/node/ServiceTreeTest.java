package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.plane.Processes;
import dev.drover.plane.Ticker;
import dev.drover.plane.Timings;
import dev.drover.testkit.FakeTime;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which process serves which instance, as the tree of a node tells it to the rules. */
class ServiceTreeTest {
    private static final String SERVICES = "/drover/services";

    private final FakeTime time = new FakeTime();
    private final Ticker ticker = Ticker.of(time, time);
    private final FakeAssembly assembly = new FakeAssembly(ticker);
    private final Map<String, String> host = new HashMap<>();
    private final Tree files = path -> host.containsKey(path)
            ? Content.Text.of(host.get(path))
            : new Content.Unreadable("No such file or directory");
    private final ServiceTree tree = new ServiceTree(files, assembly, ticker);

    @BeforeEach
    void declare() {
        found("shop", "here", "127.0.0.1", 7001);
        found("far", "there", "192.0.2.7", 7001);
    }

    private void found(String service, String instance, String address, int port) {
        var at = new InetSocketAddress(address, port);
        assembly.board().apply(new Change.Found(service, "test", List.of(new Change.Known(instance, at, "test", 1))));
    }

    /** Of all that the supervisor tells, these are asked for. */
    private void run(Map<InstanceId, Long> pids) {
        assembly.processes = (Processes) Proxy.newProxyInstance(
                Processes.class.getClassLoader(), new Class<?>[] {Processes.class}, (proxy, method, arguments) -> {
                    assertEquals("pids", method.getName());
                    return pids;
                });
    }

    private void listens(int port, int inode, String owner) {
        host.put("/drover/tcp", "state LISTEN 1\nlisten 127.0.0.1 " + port + " 0 128 " + inode + " 0 0\n");
        host.put("/drover/socket/" + inode, owner);
    }

    private String services() {
        return tree.read(SERVICES).toString();
    }

    @Test
    void namesTheProcessThatTheNodeRuns() {
        run(Map.of(new InstanceId("shop", "here"), 4711L));
        assertEquals("4711 7001 shop here\n", services());
    }

    @Test
    void namesWhoListensOnThisMachineForAnInstanceThatItDoesNotRun() {
        listens(7001, 99, "812 nginx\n");
        assertEquals("812 7001 shop here\n", services(), "and nobody for the instance that is elsewhere");
    }

    @Test
    void namesNobodyWhereNobodyListensOrNobodyMayKnow() {
        assertEquals("", services());
        time.advance(Duration.ofSeconds(16));
        listens(7001, 99, "812 nginx\n");
        host.remove("/drover/socket/99");
        assertEquals("", services());
    }

    @Test
    void looksAgainAfterAWhileAndAtOnceWhenAProcessStarts() {
        assertEquals("", services());
        listens(7001, 99, "812 nginx\n");
        time.advance(Duration.ofSeconds(14));
        assertEquals("", services(), "to look is dear");
        time.advance(Duration.ofSeconds(2));
        assertEquals("812 7001 shop here\n", services());
        run(Map.of(new InstanceId("shop", "here"), 5L));
        assertEquals("5 7001 shop here\n", services());
    }

    @Test
    void tellsWhereTheTimeOfRequestsWent() {
        var nanos = new LinkedHashMap<String, Long>();
        nanos.put("queue", 5L);
        nanos.put("upstream", 70L);
        assembly.timings = () -> List.of(new Timings.OfService("shop", 3, nanos));
        assertEquals(
                "shop 3 queue=5 upstream=70\n", tree.read("/drover/requests").toString());
    }

    @Test
    void readsAllElseOfTheHost() {
        host.put("/proc/loadavg", "0.1");
        assertEquals("0.1", tree.read("/proc/loadavg").toString());
        assertEquals(new Content.Unreadable("No such file or directory"), tree.read("/proc/stat"));
    }
}
