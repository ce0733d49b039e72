package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.sign.Algorithm;
import dev.drover.dns.sign.Derivation;
import dev.drover.dns.sign.Entries;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.plane.KeySteps;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of one zone, from one step to the next, by a clock that the test moves; each is looked at by a node that has just started as well. */
class RolloversTest {
    private static final DnsName ZONE = DnsName.parse("example.com");
    private static final Duration LIFETIME = Duration.ofDays(100);
    private static final InetSocketAddress ONE = at("192.0.2.1");
    private static final InetSocketAddress OTHER = at("192.0.2.2");
    private static final KeyPlan KEYS =
            KeyPlan.derived(ZONE, Algorithm.ED25519, new Derivation(new byte[32]), List.of(1), Duration.ZERO);

    @TempDir
    Path folder;

    private final FakeTime wall = new FakeTime();
    private final FakeTime nanos = new FakeTime();
    private final Parents parents = new Parents();
    private final KeySteps alone = KeySteps.none();
    private List<InetSocketAddress> servers = List.of();
    private Rollovers rollovers = started(Path.of("nothing-is-kept"), alone);

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }

    private static Rdata ds(int key) {
        return KEYS.entry(key).ds(ZONE);
    }

    private Rollovers started(Path in, KeySteps agreed) {
        return new Rollovers(agreed, Ticker.of(nanos, wall), in, parents, Runnable::run);
    }

    private Rollovers opened(Path in, KeySteps agreed, List<InetSocketAddress> asked) {
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

    private void watch(InetSocketAddress... all) {
        servers = List.of(all);
        restart();
    }

    private void restart() {
        rollovers = opened(folder, alone, servers);
        rollovers.tick();
        rollovers.tick();
    }

    /** What there is after so long, and the same to a node that starts then. */
    private String after(Duration time) {
        wall.advance(time);
        for (int i = 0; i < 3; i++) {
            nanos.advance(Rollovers.BETWEEN);
            rollovers.tick();
        }
        String now = now(rollovers);
        restart();
        assertEquals(now, now(rollovers), "after a restart");
        return now;
    }

    private String now(Rollovers of) {
        return of.of(ZONE).map(s -> shown(s.entries(wall.instant(), LIFETIME))).orElse("nothing");
    }

    /** Each key and what it is, and whom the zone above is asked for. */
    private static String shown(Entries entries) {
        var text = new StringBuilder();
        entries.all()
                .forEach(e ->
                        text.append(e.number()).append(' ').append(e.standing()).append(", "));
        return text.append("announced ").append(entries.announced()).toString();
    }

    private static final String ALONE = "1 ACTIVE, announced 1";
    private static final String JOINED = "1 ACTIVE, 2 PUBLISHED, announced 1";
    private static final String WAITS = "1 ACTIVE, 2 WAITING, announced 2";
    private static final String VOUCHED = "1 RETIRING, 2 ACTIVE, announced 2";
    private static final String FOLLOWED = "2 ACTIVE, announced 2";

    private void untilItWaits() {
        assertEquals(ALONE, after(LIFETIME.minusSeconds(1)));
        assertEquals(JOINED, after(Duration.ofSeconds(1)));
        assertEquals(JOINED, after(Succession.AHEAD.minusSeconds(1)));
        parents.show(ONE, ds(1));
        parents.show(OTHER, ds(1));
        assertEquals(WAITS, after(Duration.ofSeconds(1)));
    }

    private void untilItIsVouchedFor() {
        untilItWaits();
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(1), ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
    }

    @Test
    void followsWhenAllServersOfTheZoneAboveShowTheNextKeyAndNobodyKeepsTheOldRecord() {
        untilItIsVouchedFor();
        assertEquals(List.of(), rollovers.waiting());
        assertEquals(VOUCHED, after(Succession.BEHIND.minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
        assertEquals(FOLLOWED, after(LIFETIME.minus(Succession.BEHIND).minusSeconds(1)));
        assertEquals("2 ACTIVE, 3 PUBLISHED, announced 2", after(Duration.ofSeconds(1)));
    }

    @Test
    void waitsAsLongAsOneServerLags() {
        untilItWaits();
        parents.show(ONE, ds(2));
        assertEquals(WAITS, after(Duration.ofDays(400)));
        Waiting waiting = rollovers.waiting().getFirst();
        assertEquals(FakeTime.START.plus(LIFETIME).plus(Succession.AHEAD), waiting.since());
        assertEquals(
                "192.0.2.2 has other DS records than that of key "
                        + KEYS.entry(2).tag(),
                waiting.why());
        parents.show(OTHER);
        assertEquals(WAITS, after(Rollovers.BETWEEN));
        assertEquals(
                "192.0.2.2 has no DS record", rollovers.waiting().getFirst().why());
    }

    @Test
    void waitsAsLongAsOneServerIsGone() {
        untilItWaits();
        parents.show(ONE, ds(2));
        parents.stop(OTHER);
        assertEquals(WAITS, after(Duration.ofDays(400)));
        assertEquals(
                "192.0.2.2: Connection refused", rollovers.waiting().getFirst().why());
    }

    @Test
    void waitsAgainWhenTheZoneAboveTakesItsWordBack() {
        untilItIsVouchedFor();
        parents.show(OTHER, ds(1));
        assertEquals(WAITS, after(Duration.ofDays(1)));
        parents.show(OTHER, ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
        assertEquals(VOUCHED, after(Succession.BEHIND.minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
    }

    @Test
    void keepsTheOldKeyWhileTheZoneAboveIsGoneWhenItCouldGo() {
        untilItIsVouchedFor();
        parents.stop(ONE);
        assertEquals(VOUCHED, after(Duration.ofDays(50)));
        assertEquals(
                "192.0.2.1: Connection refused", rollovers.waiting().getFirst().why());
        assertFalse(rollovers.waiting().getFirst().bySeen());
        parents.show(ONE, ds(2));
        assertEquals(FOLLOWED, after(Rollovers.BETWEEN));
    }

    @Test
    void keepsTheOldKeyForAsLongAsItsRecordIsKept() {
        parents.keep(Duration.ofDays(6).toSeconds());
        untilItIsVouchedFor();
        assertEquals(VOUCHED, after(Duration.ofDays(7).minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
    }

    @Test
    void takesNothingAwayWhenTheClockGoesBack() {
        untilItWaits();
        wall.advance(Duration.ofDays(-300));
        assertEquals(JOINED, after(Duration.ZERO));
        assertEquals(WAITS, after(Duration.ofDays(300)));
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
        wall.advance(Duration.ofDays(-300));
        assertEquals(VOUCHED, after(Duration.ofDays(200)));
        assertEquals(FOLLOWED, after(Duration.ofDays(103)));
        wall.advance(Duration.ofDays(-300));
        assertEquals(FOLLOWED, after(Duration.ofDays(1)));
    }

    @Test
    void doesNotAskBeforeThereIsSomethingToSeeNorMoreOftenThanNeeded() {
        assertEquals(JOINED, after(LIFETIME));
        assertEquals(0, parents.asked());
        assertEquals(WAITS, after(Succession.AHEAD));
        int before = parents.asked();
        for (int i = 0; i < 299; i++) {
            nanos.advance(Duration.ofSeconds(1));
            rollovers.tick();
        }
        assertEquals(before, parents.asked());
        nanos.advance(Duration.ofSeconds(1));
        rollovers.tick();
        assertEquals(before + 2, parents.asked());
    }

    @Test
    void waitsForTheOperatorWhereNobodyIsAsked() throws Exception {
        watch();
        assertEquals(JOINED, after(LIFETIME));
        Refused early = assertThrows(Refused.class, () -> rollovers.seen(ZONE, "ada"));
        assertEquals(Refused.Cause.CONFLICT, early.why());
        assertEquals(WAITS, after(Duration.ofDays(900)));
        Waiting waiting = rollovers.waiting().getFirst();
        assertTrue(waiting.bySeen());
        assertEquals("nobody said that the zone above has its DS record", waiting.why());
        String done = rollovers.seen(ZONE, "ada the first");
        assertTrue(done.startsWith("key " + KEYS.entry(1).tag() + " of example.com. goes at 20"), done);
        assertEquals(VOUCHED, after(Duration.ofDays(3).minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
        assertEquals(0, parents.asked());
    }

    @Test
    void believesTheZoneAboveMoreThanTheOperator() throws Exception {
        untilItWaits();
        rollovers.seen(ZONE, "ada");
        assertEquals(WAITS, after(Rollovers.BETWEEN));
        parents.stop(ONE);
        parents.stop(OTHER);
        rollovers.seen(ZONE, "ada");
        assertEquals(FOLLOWED, after(Duration.ofDays(3)), "nobody contradicts");
    }

    @Test
    void refusesAWordForAZoneThatItDoesNotWatch() {
        Refused refused = assertThrows(Refused.class, () -> rollovers.seen(DnsName.parse("example.net"), "ada"));
        assertEquals(Refused.Cause.UNKNOWN, refused.why());
    }

    @Test
    void goesNoFurtherThanWhatCanBeWrittenDown() throws Exception {
        assertEquals(ALONE, after(Duration.ZERO));
        Files.createDirectory(folder.resolve("dnssec.steps.new"));
        wall.advance(LIFETIME);
        nanos.advance(Rollovers.BETWEEN);
        rollovers.tick();
        assertEquals(ALONE, now(rollovers));
        Files.delete(folder.resolve("dnssec.steps.new"));
        assertEquals(JOINED, after(Duration.ofMinutes(1)));
    }

    @Test
    void saysThatItsFileIsDamaged() throws Exception {
        Files.writeString(folder.resolve("dnssec.steps"), "example.com. 3 nonsense\n");
        IOException damaged =
                assertThrows(IOException.class, () -> started(folder, alone).open());
        assertTrue(String.valueOf(damaged.getMessage()).endsWith("is damaged: put it back from a backup"));
    }

    @Test
    void isTheSameOnNodesThatShareARegistry() throws Exception {
        var shared = new SharedSteps();
        Rollovers one = opened(folder.resolve("one"), shared, List.of(ONE));
        Rollovers other = opened(folder.resolve("other"), shared, List.of(ONE));
        shared.known(false);
        one.tick();
        assertEquals("nothing", now(one), "nobody knows what is in use before it has been read");
        assertEquals("nodes have not agreed yet", one.waiting().getFirst().why());
        shared.known(true);
        parents.show(ONE, ds(2));
        for (int day = 0; day < 104; day++) {
            one.tick();
            other.tick();
            one.tick();
            assertEquals(now(one), now(other), "on day " + day);
            wall.advance(Duration.ofDays(1));
            nanos.advance(Duration.ofDays(1));
        }
        assertEquals(VOUCHED, now(one));
        shared.writable(false);
        wall.advance(Duration.ofDays(10));
        nanos.advance(Duration.ofDays(10));
        one.tick();
        assertEquals(VOUCHED, now(one), "no majority");
        Rollovers late = opened(folder.resolve("one"), shared, List.of(ONE));
        assertEquals(VOUCHED, now(late), "from its file, before it has heard anybody");
        shared.writable(true);
        shared.forget();
        late.tick();
        assertEquals(1, shared.all().size(), "a registry that knows nothing is told");
        nanos.advance(Duration.ofMinutes(6));
        late.tick();
        other.tick();
        assertEquals(FOLLOWED, now(late));
        assertEquals(FOLLOWED, now(other));
    }

    private void byHand(Rollovers of, boolean shared, Integer... numbers) {
        of.use(List.of(), Map.of(ZONE, List.of(numbers)), shared);
        nanos.advance(Duration.ofMinutes(1));
        of.tick();
        of.tick();
    }

    private void byItself(Rollovers of, boolean shared, int first) {
        of.use(List.of(new Watched(ZONE, first, LIFETIME, List.of(), KEYS::entry)), Map.of(), shared);
        nanos.advance(Duration.ofMinutes(1));
        of.tick();
        of.tick();
    }

    @Test
    void handsOverToTheOperatorAndBackAtTheKeyThatIsInUseThen() {
        untilItIsVouchedFor();
        assertEquals(FOLLOWED, after(Succession.BEHIND));
        byHand(rollovers, false, 2);
        assertTrue(rollovers.of(ZONE).orElseThrow().isByHand());
        byItself(rollovers, false, 1);
        assertFalse(rollovers.of(ZONE).orElseThrow().isByHand());
        assertEquals(FOLLOWED, now(rollovers), "the file before comes back");
        byHand(rollovers, false, 2, 3);
        byHand(rollovers, false, 3);
        rollovers = opened(folder, alone, servers);
        byItself(rollovers, false, 1);
        assertEquals("3 ACTIVE, announced 3", now(rollovers), "the operator's key, after a restart");
    }

    @Test
    void keepsBothKeysThatWereThereByHand() {
        byHand(rollovers, false, 1);
        byHand(rollovers, false, 1, 2);
        byItself(rollovers, false, 2);
        assertEquals(JOINED, now(rollovers));
        byHand(rollovers, false, 1, 2);
        byHand(rollovers, false, 1, 5);
        byItself(rollovers, false, 1);
        assertEquals("1 ACTIVE, 5 ACTIVE, announced 5", now(rollovers));
        String why = rollovers.waiting().getFirst().why();
        assertTrue(why.startsWith("keys [1, 5] are in use"), why);
        byHand(rollovers, false, 5);
        byItself(rollovers, false, 1);
        assertEquals("5 ACTIVE, announced 5", now(rollovers));
        assertEquals(List.of(), rollovers.waiting());
    }

    @Test
    void leavesTheKeysToTheNodeThatHasTheNewerModel() {
        var shared = new SharedSteps();
        Rollovers one = opened(folder.resolve("one"), shared, List.of());
        Rollovers other = opened(folder.resolve("other"), shared, List.of());
        one.tick();
        other.tick();
        one.use(List.of(), Map.of(ZONE, List.of(1)), true);
        for (int i = 0; i < 20; i++) {
            nanos.advance(Duration.ofMinutes(1));
            one.tick();
            other.tick();
            assertEquals(2, shared.all().getFirst().number(), "after a minute or more: " + i);
        }
        assertEquals("1 ACTIVE, announced 1", now(other));
        String why = other.waiting().getFirst().why();
        assertTrue(why.startsWith("another node changes its keys by hand"), why);
        byHand(one, true, 1, 2);
        byHand(one, true, 2);
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(other));
        other = opened(folder.resolve("other"), shared, List.of());
        other.tick();
        nanos.advance(Duration.ofMinutes(1));
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(other), "with the older model after a restart");
        byHand(other, true, 2);
        one.tick();
        long settled = shared.all().getFirst().number();
        nanos.advance(Duration.ofMinutes(1));
        one.tick();
        other.tick();
        assertEquals(settled, shared.all().getFirst().number());
        byItself(other, true, 1);
        byItself(one, true, 1);
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(one));
        assertEquals(List.of(), one.waiting());
    }
}
