package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Abroad.Heard;
import dev.drover.plane.Abroad.Kind;
import dev.drover.plane.Abroad.Wanted;
import dev.drover.plane.Discovery;
import dev.drover.plane.Registrations.Said;
import dev.drover.plane.Ticker;
import dev.drover.registry.plane.NamesText.Held;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FarNamesTest {
    private static final Wanted WEB = new Wanted("nyc", Kind.SERVICE, "web");

    private final FakeTime time = new FakeTime();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String trouble = "";
    private volatile String address = "192.0.2.1";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final FarNames names = new FarNames(new Other(), () -> null, Ticker.of(time, time));

    /** The site NYC, with one instance of whatever is asked for. */
    private final class Other implements FarNames.Others {
        @Override
        public Set<String> names() {
            return Set.of("NYC");
        }

        @Override
        public List<String> byDistance() {
            return List.of("NYC");
        }

        @Override
        public byte[] ask(String site, String kind, String name, byte[] query, Duration patience)
                throws IOException, InterruptedException {
            assertEquals("NYC", site);
            asked.incrementAndGet();
            assertTrue(held.await(30, TimeUnit.SECONDS));
            if (!trouble.isEmpty()) {
                throw new IOException(trouble);
            }
            return NamesText.written(held(name));
        }
    }

    private Held held(String service) {
        var node = new Discovery.Node("nyc-1", "10.0.0.1", Map.of("lan_ipv4", "10.0.0.2"), Map.of("rack", "7"));
        var instance = new Discovery.Instance(
                node,
                service + "-1",
                service,
                List.of("primary"),
                address,
                Map.of("lan_ipv6", "2001:db8::1"),
                8080,
                3,
                1,
                List.of(new Said("check", "a check", "warning", "slow")));
        var found = new Discovery.Found(service, List.of(instance), "nyc-1", true, Optional.of(Duration.ofSeconds(5)));
        return new Held(Optional.of(node), Optional.of(found));
    }

    private Heard.Known known() {
        if (names.heard(WEB) instanceof Heard.Coming(CompletableFuture<Void> done)) {
            done.join();
        }
        return assertInstanceOf(Heard.Known.class, names.heard(WEB));
    }

    private String address(Heard.Known known) {
        return known.catalog().instances("web").getFirst().address();
    }

    @Test
    void tellsAllThatNamesAreMadeOf() throws Exception {
        assertEquals(held("web"), NamesText.read(NamesText.written(held("web"))));
        assertEquals(Held.NOTHING, NamesText.read(NamesText.written(Held.NOTHING)));
        assertEquals("NYC", known().catalog().site());
    }

    @Test
    void knowsSitesWhateverTheirCase() {
        assertTrue(names.knows("nyc"));
        assertFalse(names.knows("fra"));
    }

    @Test
    void asksOnceAndAnswersFromTheCopyWhileThatIsFresh() {
        assertInstanceOf(Heard.Coming.class, names.heard(WEB));
        assertEquals("192.0.2.1", address(known()));
        time.advance(Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(2), known().age());
        assertEquals(1, asked.get());
    }

    @Test
    void renewsWhileItAnswers() {
        var _ = known();
        address = "192.0.2.2";
        time.advance(Duration.ofSeconds(5));
        assertEquals("192.0.2.1", address(assertInstanceOf(Heard.Known.class, names.heard(WEB))));
        Await.until(
                "the newer one", Duration.ofSeconds(10), () -> address(known()).equals("192.0.2.2"));
        assertEquals(2, asked.get());
    }

    @Test
    void waitsForWhatIsTooOld() {
        var _ = known();
        address = "192.0.2.2";
        time.advance(Duration.ofSeconds(11));
        assertInstanceOf(Heard.Coming.class, names.heard(WEB));
        assertEquals("192.0.2.2", address(known()));
    }

    @Test
    void goesOnWithTheOldOneWhereNobodyCanBeAsked() {
        var _ = known();
        trouble = "nyc is silent";
        time.advance(Duration.ofHours(1));
        Heard.Known last = known();
        assertEquals("192.0.2.1", address(last));
        assertEquals("nyc is silent", last.trouble());
        assertEquals(2, asked.get());
        assertEquals("nyc is silent", known().trouble(), "not asked again at once");
        assertEquals(2, asked.get());
        trouble = "";
        time.advance(Duration.ofSeconds(2));
        Await.until(
                "it is heard again",
                Duration.ofSeconds(10),
                () -> known().trouble().isEmpty());
    }

    @Test
    void saysWhyNothingIsKnown() {
        trouble = "nyc is silent";
        if (names.heard(WEB) instanceof Heard.Coming(CompletableFuture<Void> done)) {
            done.join();
        }
        assertEquals(new Heard.Silent("nyc is silent"), names.heard(WEB));
    }

    @Test
    void asksNoMoreThanSoManyAtATimeAndKeepsNoMoreThanSoMany() {
        held = new CountDownLatch(1);
        int coming = 0;
        for (int i = 0; i < 3 * FarNames.MOST; i++) {
            Heard heard = names.heard(new Wanted("nyc", Kind.SERVICE, "made-up-" + i));
            coming += heard instanceof Heard.Coming ? 1 : 0;
        }
        assertEquals(32, coming);
        assertTrue(names.size() <= FarNames.MOST, () -> "kept: " + names.size());
        held.countDown();
        Await.until("room", Duration.ofSeconds(10), () -> {
            time.advance(Duration.ofSeconds(2));
            return !(names.heard(WEB) instanceof Heard.Silent);
        });
    }
}
