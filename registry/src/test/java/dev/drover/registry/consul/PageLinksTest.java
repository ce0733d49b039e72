package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.consul.go.GoQuery;
import java.io.InputStream;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links to Consul's pages, and where they lead. */
class PageLinksTest {
    private final FakeLife life = new FakeLife();

    private Answer follow(String asked, String path) throws Exception {
        var paths = new Paths(() -> true);
        new PageLinks(address(asked), () -> life).register(paths);
        var call = new Call("GET", path, GoQuery.parse(""), "", null, 0, InputStream.nullInputStream());
        return paths.answer(call);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "/ui,/console/",
        "/ui/,/console/",
        "/ui/dc1,/console/",
        "/ui/dc1/services,/console/#/services",
        "/ui/dc1/services/web,/console/#/services/web",
        "/ui/dc1/services/two words,/console/#/services/two%20words",
        "/ui/dc1/services/web/instances,/console/#/services/web",
        "/ui/dc1/nodes/a,/console/#/nodes",
        "/ui/dc1/kv,/console/"
    })
    void leadToThePageThatShowsTheSame(String path, String place) throws Exception {
        life.console = address("127.0.0.1:9180");
        Answer answer = follow("127.0.0.1:8500", path);
        assertEquals(302, answer.status());
        assertEquals(
                "http://127.0.0.1:9180" + place, answer.headers().getFirst().value());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8500,0.0.0.0:9180,127.0.0.1:9180",
        "10.0.0.1:8500,0.0.0.0:9180,10.0.0.1:9180",
        "0.0.0.0:8500,10.0.0.2:9180,10.0.0.2:9180",
        "[::1]:8500,[::1]:9180,[0:0:0:0:0:0:0:1]:9180"
    })
    void leadToAnAddressThatReachesIt(String asked, String console, String reached) throws Exception {
        life.console = address(console);
        assertEquals(
                "http://" + reached + "/console/",
                follow(asked, "/ui/").headers().getFirst().value());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1:8500", "0.0.0.0:8500"})
    void doNotLeadOthersToTheirOwnLoopback(String asked) {
        life.console = address("127.0.0.1:9180");
        var refused = assertThrows(Refusal.class, () -> follow(asked, "/ui/"));
        assertTrue(refused.getMessage().contains("ssh -L 9180:127.0.0.1:9180 NODE"), refused.getMessage());
    }
}
