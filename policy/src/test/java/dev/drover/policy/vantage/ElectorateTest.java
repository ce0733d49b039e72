package dev.drover.policy.vantage;

import static dev.drover.policy.vantage.Electorate.Word.DOWN;
import static dev.drover.policy.vantage.Electorate.Word.NOTHING;
import static dev.drover.policy.vantage.Electorate.Word.SILENT;
import static dev.drover.policy.vantage.Electorate.Word.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.policy.vantage.Electorate.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ElectorateTest {
    private static final Electorate TWO = new Electorate(List.of("fra", "nyc"), "fra");
    private static final Electorate THREE = new Electorate(List.of("fra", "nyc", "sin"), "fra");
    private static final List<String> FIVE = List.of("fra", "nyc", "sin", "gru", "syd");

    private static Optional<Boolean> three(Word fra, Word nyc, Word sin) {
        return THREE.verdict(Map.of("fra", fra, "nyc", nyc, "sin", sin));
    }

    @Test
    void needsBothOthersToTakeOutWhatStandsAtADeadSite() {
        assertEquals(Optional.of(false), three(SILENT, DOWN, DOWN));
        assertEquals(Optional.of(true), three(SILENT, DOWN, UP));
        assertEquals(Optional.empty(), three(SILENT, DOWN, SILENT));
        assertEquals(Optional.empty(), three(SILENT, DOWN, NOTHING));
    }

    @Test
    void outvotesASiteWhoseOwnWayIsBroken() {
        assertEquals(Optional.of(true), three(UP, DOWN, UP));
        assertEquals(Optional.of(true), three(DOWN, UP, UP));
        assertEquals(Optional.of(false), three(UP, DOWN, DOWN));
        assertEquals(Optional.of(false), three(DOWN, DOWN, SILENT));
    }

    @Test
    void goesByTheOneThatIsLeftOfTwo() {
        assertEquals(Optional.of(true), TWO.verdict(Map.of("fra", UP, "nyc", DOWN)));
        assertEquals(Optional.of(false), TWO.verdict(Map.of("fra", SILENT, "nyc", DOWN)));
        assertEquals(Optional.of(false), TWO.verdict(Map.of("nyc", DOWN)));
        assertEquals(Optional.of(true), TWO.verdict(Map.of("nyc", UP)));
        assertEquals(Optional.of(false), TWO.verdict(Map.of("fra", DOWN, "nyc", DOWN)));
    }

    @Provide
    Arbitrary<Map<String, Word>> words() {
        return Arbitraries.of(Word.values()).list().ofSize(FIVE.size()).map(all -> {
            var words = new HashMap<String, Word>();
            for (int i = 0; i < all.size(); i++) {
                words.put(FIVE.get(i), all.get(i));
            }
            return words;
        });
    }

    @Property
    void takesNothingOutForASiteThatHearsNobody(@ForAll Word own) {
        for (int count = 3; count <= FIVE.size(); count++) {
            var sites = new Electorate(FIVE.subList(0, count), "fra");
            assertTrue(sites.verdict(Map.of("nyc", own)).orElse(true));
        }
    }

    @Property
    void takesOutOnlyWhatMoreThanHalfOfTheAskedSayIsDown(@ForAll("words") Map<String, Word> said) {
        var sites = new Electorate(FIVE, "fra");
        List<String> asked = sites.asked(said);
        long down = asked.stream().filter(s -> said.get(s) == DOWN).count();
        assertEquals(down > asked.size() - down, sites.verdict(said).equals(Optional.of(false)));
        assertTrue(asked.size() >= FIVE.size() - 1);
    }

    @Property
    void isNotMovedTowardsDownByASiteThatFallsSilent(@ForAll("words") Map<String, Word> said) {
        for (String other : FIVE.subList(1, FIVE.size())) {
            var later = new HashMap<>(said);
            later.put(other, SILENT);
            var sites = new Electorate(FIVE, "fra");
            if (!sites.verdict(said).equals(Optional.of(false))) {
                assertTrue(!sites.verdict(later).equals(Optional.of(false)), () -> said + " without " + other);
            }
        }
    }

    @Property
    void isNotMovedTowardsDownByAWordForUp(@ForAll("words") Map<String, Word> said) {
        for (String site : FIVE) {
            var later = new HashMap<>(said);
            later.put(site, UP);
            var sites = new Electorate(FIVE, "fra");
            if (sites.verdict(said).equals(Optional.of(true))) {
                assertEquals(Optional.of(true), sites.verdict(later));
            }
        }
    }
}
