package dev.drover.clients;

import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Haproxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HAProxy fills the slots of a {@code server-template} by SRV records of Drover as by those of Consul, and follows what happens to them. */
@Tag("long")
class HaproxyTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void fillsItsSlotsAndFollows(Side side) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Haproxy.isInstalled(), "needs HAProxy: apt-get install haproxy");
        try (Side.Server server = side.start(folder.resolve("server"))) {
            register(server.asked(), 1);
            register(server.asked(), 2);
            try (var haproxy = HaproxySlots.start(folder.resolve("h"), server.dns())) {
                await(haproxy, "both", 1, 2);
                register(server.asked(), 3);
                await(haproxy, "the one that came", 1, 2, 3);
                server.asked().put("/v1/agent/check/fail/service:web-2", "");
                await(haproxy, "all but the one that fails", 1, 3);
                server.asked().put("/v1/agent/check/pass/service:web-2", "");
                await(haproxy, "the one that is well again", 1, 2, 3);
                server.asked().put("/v1/agent/service/deregister/web-1", "");
                await(haproxy, "all but the one that went", 2, 3);
            }
        }
    }

    /** Each has an address of its own: of several ports of one address HAProxy 2.6 fills two slots, whoever it asks. */
    private static void register(Asked server, int number) throws IOException, InterruptedException {
        server.put("/v1/agent/service/register", """
                {"ID": "web-%d", "Name": "web", "Address": "127.0.0.1%d", "Port": 800%d,
                 "Check": {"TTL": "600s", "Status": "passing"}}
                """.formatted(number, number, number));
    }

    private static void await(HaproxySlots haproxy, String what, int... numbers) throws IOException {
        var wanted = new TreeSet<String>();
        for (int number : numbers) {
            wanted.add("127.0.0.1" + number + ":800" + number);
        }
        Await.until("slots with " + what, SOON, () -> haproxy.filled().equals(wanted), haproxy::said);
    }
}
