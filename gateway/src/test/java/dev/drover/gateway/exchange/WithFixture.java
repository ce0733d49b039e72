package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.drover.gateway.guard.Guards;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A front for each test; afterwards every request has ended once, every connection is closed and no buffer is lost. */
abstract class WithFixture {
    static final Duration SOON = Duration.ofSeconds(10);
    static final String HELLO = ExchangeTest.HELLO;

    Fixture drover;

    @AfterAll
    static void leaksNothing() {
        assertEquals(List.of(), Leaks.found());
    }

    @BeforeEach
    void start() throws Exception {
        drover = new Fixture(guards(), 0);
    }

    /** Those of the front. */
    Guards guards() {
        return Guards.DEFAULT;
    }

    @AfterEach
    void everyRequestEndedOnce() {
        try {
            Await.until("all requests ended", SOON, drover.lane.underWay::isEmpty);
            assertFalse(drover.lane.told.contains("ended twice"));
            Await.until("all connections ended", SOON, () -> drover.lane.open.get() == 0);
        } finally {
            drover.close();
        }
    }

    /** Those by default but for the rate and the times over which it is taken. */
    static Guards rates(int rate, Duration grace, Duration takeTime) {
        Guards d = Guards.DEFAULT;
        return new Guards(
                d.uriBytes(),
                d.headBytes(),
                d.fields(),
                d.headTime(),
                d.firstByteTime(),
                d.idleTime(),
                rate,
                grace,
                takeTime,
                d.perClient(),
                d.total(),
                d.memory(),
                d.replay(),
                d.descriptorReserve());
    }

    RawClient client() throws Exception {
        return RawClient.connect(drover.port(), SOON);
    }

    static Reply reply(RawClient client) throws Exception {
        return client.reply().orElseThrow();
    }

    void told(String what) {
        Await.until(what, SOON, () -> drover.lane.told.contains(what));
    }
}
