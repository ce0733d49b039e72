package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Challenges;
import dev.drover.plane.Challenges.Done;
import dev.drover.plane.Challenges.Kept;
import dev.drover.plane.Challenges.NotAgreed;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Unavailable;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Challenges that are told to node fra-1, where nyc and sin are sites as well. */
final class FarChallengesTest {
    private static final String NAME = "_acme-challenge.example.com.";

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry memory = new MemoryRegistry(time);
    private final Challenges own = new AgreedChallenges(() -> memory);
    private final MemoryRegistry far = new MemoryRegistry(time);
    private final FarChallenges nyc =
            new FarChallenges(new AgreedChallenges(() -> far), Set::of, (site, wish, patience) -> {
                throw new IOException("nyc asked others itself");
            });
    private final FarChallenges fra = new FarChallenges(own, () -> new TreeSet<>(Set.of("nyc", "sin")), this::ask);

    private byte[] ask(String site, byte[] wish, Duration patience) throws IOException {
        if (site.equals("sin")) {
            throw new IOException("sin is silent");
        }
        try {
            return nyc.told(wish);
        } catch (Unavailable e) {
            throw new IOException("nyc-1 answers " + e.getMessage());
        }
    }

    private Kept kept(String value) {
        Instant now = time.instant();
        return new Kept(NAME, value, "ada", "fra-1", now, now.plusSeconds(60));
    }

    @Test
    void areKeptByEachSiteAndTellWhichMissedThem() throws Exception {
        Done done = fra.put(kept("one"));
        assertTrue(done.changed());
        assertEquals(List.of("sin was not told (sin is silent)"), done.missed());
        assertEquals(List.of(kept("one")), fra.all());
        assertEquals(List.of(kept("one")), nyc.all());
        assertTrue(fra.isShared() && fra.isKnown());
    }

    @Test
    void areOverEverywhere() throws Exception {
        assertTrue(fra.put(kept("one")).changed());
        assertTrue(fra.put(kept("two")).changed());
        assertTrue(fra.remove(NAME, "one").changed());
        assertEquals(List.of(kept("two")), nyc.all());
        assertTrue(own.remove(NAME, "").changed());
        assertTrue(fra.remove(NAME, "").changed(), "the other site had it");
        assertFalse(fra.remove(NAME, "").changed());
        assertEquals(List.of(), nyc.all());
    }

    @Test
    void areNotToldToOthersWhereThisSiteDoesNotAgree() {
        memory.cutOff(true);
        assertThrows(NotAgreed.class, () -> fra.put(kept("one")));
        assertEquals(List.of(), nyc.all());
    }

    @Test
    void areTakenByThisSiteWhereAnotherDoesNotAgree() throws Exception {
        far.cutOff(true);
        List<String> missed = fra.put(kept("one")).missed();
        assertTrue(
                missed.getFirst().startsWith("nyc was not told (nyc-1 answers nothing can be agreed on now"),
                missed::toString);
        assertEquals(List.of(kept("one")), fra.all());
    }

    @Test
    void areNothingElse() {
        for (String odd : List.of("", "x", "[]", "{\"Name\":\"a.\"}", "{\"Name\":\"a.\",\"Value\":\"b\"}")) {
            assertThrows(Unavailable.class, () -> nyc.told(odd.getBytes(UTF_8)), odd);
            assertThrows(IOException.class, () -> ChallengesText.read(odd.getBytes(UTF_8)), odd);
        }
        assertEquals(List.of(), nyc.all());
    }
}
