package dev.drover.dns.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPlanTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final Duration ROLL = Duration.ofDays(30);

    private static KeyPlan plan(List<Integer> entries, Duration roll) {
        return KeyPlan.derived(ORIGIN, Algorithm.ED25519, new Derivation(new byte[32]), entries, roll);
    }

    /** Whoever kept the keys of some moment can verify all that is signed by then and later, as long as keys and signatures are kept. */
    @Test
    void publishesEachKeyBeforeItSignsAndAfter() {
        var time = new FakeTime();
        KeyPlan plan = plan(List.of(1), ROLL);
        var signers = new ArrayDeque<SigningKey>();
        int changes = 0;
        for (int hour = 0; hour < 24 * 200; hour++) {
            Keys keys = plan.at(time.instant());
            assertTrue(keys.published().contains(keys.zone()));
            assertTrue(keys.published().size() <= 4);
            changes += signers.isEmpty() || signers.peekLast() == keys.zone() ? 0 : 1;
            signers.add(keys.zone());
            if (signers.size() > Signatures.VALID.toHours()) {
                signers.removeFirst();
            }
            signers.forEach(s -> assertTrue(keys.published().contains(s), "what signed is gone"));
            Keys kept = plan.at(time.instant().minus(Duration.ofHours(40)));
            assertTrue(
                    kept.published().stream()
                            .anyMatch(k -> k.tag() == keys.zone().tag()),
                    "who kept the keys does not know this one");
            time.advance(Duration.ofHours(1));
        }
        long from = FakeTime.START.getEpochSecond() / ROLL.toSeconds();
        assertEquals(time.instant().getEpochSecond() / ROLL.toSeconds() - from, changes);
    }

    @Test
    void isTheSameOnEachNode() {
        Instant now = FakeTime.START;
        Keys one = plan(List.of(1), ROLL).at(now);
        Keys other = plan(List.of(1), ROLL).at(now);
        assertEquals(one.zone().dnskey(), other.zone().dnskey());
    }

    @Test
    void announcesTheLastOfTwoEntriesAndSignsWithBoth() {
        Keys keys = plan(List.of(1, 2), ROLL).at(FakeTime.START);
        assertEquals(2, keys.entries().size());
        assertEquals(List.of(keys.entries().getLast()), keys.announced());
        assertEquals(
                keys.announced().getFirst().dnskey(),
                plan(List.of(2), ROLL).at(FakeTime.START).entries().getFirst().dnskey());
    }

    @Test
    void keepsOneKeyForEverWhenTold() {
        KeyPlan plan = plan(List.of(1), Duration.ZERO);
        SigningKey key = plan.at(FakeTime.START).zone();
        assertSame(key, plan.at(FakeTime.START.plus(Duration.ofDays(4000))).zone());
        assertEquals(2, plan.at(FakeTime.START).published().size());
    }

    @Test
    void tellsWhatEachKeyDoes() {
        KeyPlan plan = plan(List.of(1), ROLL);
        Instant start = Instant.ofEpochSecond(1000 * ROLL.toSeconds());
        List<String> early = plan.states(start.plusSeconds(1)).stream()
                .map(KeyPlan.State::does)
                .toList();
        assertEquals(List.of("signs the keys", "is published for what it signed", "signs the records"), early);
        var late = plan.states(start.plus(ROLL).minusSeconds(1));
        assertEquals("is published, and signs next", late.getLast().does());
        assertEquals(start.plus(ROLL), late.getLast().until());
        assertFalse(late.stream().anyMatch(s -> s.does().contains("for what")));
    }
}
