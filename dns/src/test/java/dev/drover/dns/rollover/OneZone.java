package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.sign.Algorithm;
import dev.drover.dns.sign.Derivation;
import dev.drover.dns.sign.Entries;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.plane.KeySteps;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The keys of one zone, from one step to the next, by clocks that a test moves; each is looked at by a node that has just started as well. */
abstract class OneZone {
    static final DnsName ZONE = DnsName.parse("example.com");
    static final Duration LIFETIME = Duration.ofDays(100);
    static final InetSocketAddress ONE = at("192.0.2.1");
    static final InetSocketAddress OTHER = at("192.0.2.2");
    static final KeyPlan KEYS =
            KeyPlan.derived(ZONE, Algorithm.ED25519, new Derivation(new byte[32]), List.of(1), Duration.ZERO);

    @TempDir
    Path folder;

    final FakeTime wall = new FakeTime();
    final FakeTime nanos = new FakeTime();
    final Parents parents = new Parents();
    final KeySteps alone = KeySteps.none();
    List<InetSocketAddress> servers = List.of();
    Rollovers rollovers = started(Path.of("nothing-is-kept"), alone);

    static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }

    static Rdata ds(int key) {
        return KEYS.entry(key).ds(ZONE);
    }

    Rollovers started(Path in, KeySteps agreed) {
        return new Rollovers(agreed, Ticker.of(nanos, wall), in, parents, Runnable::run);
    }

    Rollovers opened(Path in, KeySteps agreed, List<InetSocketAddress> asked) {
        Rollovers made = started(in, agreed);
        try {
            made.open();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        made.use(List.of(new Watched(ZONE, 1, LIFETIME, asked, KEYS::entry)), Map.of(), agreed != alone);
        return made;
    }

    @BeforeEach
    void begin() {
        watch(ONE, OTHER);
    }

    void watch(InetSocketAddress... all) {
        servers = List.of(all);
        restart();
    }

    void restart() {
        rollovers = opened(folder, alone, servers);
        rollovers.tick();
        rollovers.tick();
    }

    /** What there is after so long, and the same to a node that starts then. */
    String after(Duration time) {
        wall.advance(time);
        nanos.advance(time.compareTo(Acquaintance.AT_LEAST) > 0 ? time : Acquaintance.AT_LEAST);
        for (int i = 0; i < 3; i++) {
            nanos.advance(Rollovers.BETWEEN);
            rollovers.tick();
        }
        String now = now(rollovers);
        restart();
        assertEquals(now, now(rollovers), "after a restart");
        return now;
    }

    String now(Rollovers of) {
        return of.of(ZONE).map(s -> shown(s.entries(wall.instant(), LIFETIME))).orElse("nothing");
    }

    /** Each key and what it is, and whom the zone above is asked for. */
    static String shown(Entries entries) {
        var text = new StringBuilder();
        entries.all()
                .forEach(e ->
                        text.append(e.number()).append(' ').append(e.standing()).append(", "));
        return text.append("announced ").append(entries.announced().orElse(0)).toString();
    }

    static final String ALONE = "1 ACTIVE, announced 1";
    static final String JOINED = "1 ACTIVE, 2 PUBLISHED, announced 1";
    static final String WAITS = "1 ACTIVE, 2 WAITING, announced 2";
    static final String VOUCHED = "1 RETIRING, 2 ACTIVE, announced 2";
    static final String FOLLOWED = "2 ACTIVE, announced 2";

    void untilItWaits() {
        assertEquals(ALONE, after(LIFETIME.minusSeconds(1)));
        assertEquals(JOINED, after(Duration.ofSeconds(1)));
        assertEquals(JOINED, after(Succession.AHEAD.minusSeconds(1)));
        parents.show(ONE, ds(1));
        parents.show(OTHER, ds(1));
        assertEquals(WAITS, after(Duration.ofSeconds(1)));
    }

    void untilItIsVouchedFor() {
        untilItWaits();
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(1), ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
    }

    void byHand(Rollovers of, boolean shared, Integer... numbers) {
        of.use(List.of(), Map.of(ZONE, List.of(numbers)), shared);
        nanos.advance(Duration.ofMinutes(1));
        of.tick();
        of.tick();
    }

    void byItself(Rollovers of, boolean shared, int first) {
        of.use(List.of(new Watched(ZONE, first, LIFETIME, List.of(), KEYS::entry)), Map.of(), shared);
        nanos.advance(Duration.ofMinutes(1));
        of.tick();
        of.tick();
    }
}
