package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.KeySteps;
import dev.drover.plane.KeySteps.NotAgreed;
import dev.drover.plane.KeySteps.Step;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.plane.FarKeySteps.Keeper;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The site fra keeps how far keys have got, and nyc asks it. */
@Timeout(60)
final class FarKeyStepsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Step FIRST = new Step("example.com.", 1, "one");
    private static final Step SECOND = new Step("example.com.", 2, "two");

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry memory = new MemoryRegistry(time);
    private final AtomicReference<@Nullable Registry> read = new AtomicReference<>(memory);
    private final AtomicInteger asked = new AtomicInteger();
    private final FarKeySteps fra =
            new FarKeySteps(new AgreedKeySteps(read::get), Optional::empty, Ticker.of(time, time));

    private volatile String trouble = "";
    private volatile Optional<Keeper> keeper = Optional.of(new Keeper("fra", this::ask));
    /** It has a registry of its own, which nobody else knows. */
    private final KeySteps own = new AgreedKeySteps(() -> new MemoryRegistry(time));

    private final FarKeySteps nyc = new FarKeySteps(own, () -> keeper, Ticker.of(time, time));

    private byte[] ask(byte[] wish, Duration patience) throws IOException {
        asked.incrementAndGet();
        if (!trouble.isEmpty()) {
            throw new IOException(trouble);
        }
        try {
            return fra.told(wish);
        } catch (Unavailable e) {
            throw new IOException("fra-1 answers " + e.getMessage());
        }
    }

    private void awaitKnown() {
        Await.until("it has asked", SOON, nyc::isKnown);
    }

    @Test
    void knowsNothingUntilTheOtherSiteToldIt() {
        assertFalse(nyc.isKnown() || nyc.isHeard());
        awaitKnown();
        assertEquals(List.of(), nyc.all());
    }

    @Test
    void hasOneOfTwoSitesGoOnAndBothKnowIt() throws Exception {
        assertTrue(nyc.put(FIRST));
        assertEquals(List.of(FIRST), fra.all());
        assertEquals(List.of(FIRST), nyc.all(), "at once where the step was taken");
        assertTrue(fra.put(SECOND));
        assertFalse(nyc.put(new Step("example.com.", 2, "of a slower site")));
        assertEquals(List.of(SECOND), nyc.all());
        assertEquals(List.of(), own.all());
    }

    @Test
    void hearsOfStepsOfOthersAndAsksNotOftenerThanNeeded() throws Exception {
        awaitKnown();
        assertTrue(fra.put(FIRST));
        assertEquals(List.of(), nyc.all());
        assertEquals(1, asked.get());
        time.advance(Duration.ofSeconds(2));
        Await.until("it has asked again", SOON, () -> nyc.all().equals(List.of(FIRST)));
        assertEquals(2, asked.get());
    }

    @Test
    void keepsWhatItKnowsWhileTheOtherSiteIsSilent() throws Exception {
        assertTrue(nyc.put(FIRST));
        assertTrue(nyc.isHeard());
        trouble = "fra is silent";
        time.advance(Duration.ofDays(3));
        assertFalse(nyc.isHeard());
        NotAgreed refused = assertThrows(NotAgreed.class, () -> nyc.put(SECOND));
        assertEquals("fra keeps how far keys have got, and cannot be asked: fra is silent", refused.getMessage());
        assertTrue(nyc.isKnown());
        assertEquals(List.of(FIRST), nyc.all());
        trouble = "";
        assertTrue(nyc.put(SECOND));
        assertTrue(nyc.isHeard());
    }

    @Test
    void hearsNothingOfANodeThatDoesNotHearTheOthersOfItsSite() throws Exception {
        assertTrue(nyc.put(FIRST));
        memory.cutOff(true);
        time.advance(Duration.ofSeconds(3));
        Await.until("it was asked again", SOON, () -> !nyc.isHeard());
        assertEquals(List.of(FIRST), nyc.all());
        memory.cutOff(false);
        time.advance(Duration.ofSeconds(3));
        Await.until("it was asked again", SOON, nyc::isHeard);
    }

    @Test
    void isToldWhyTheOtherSiteCannotTell() {
        read.set(null);
        NotAgreed refused = assertThrows(NotAgreed.class, () -> nyc.put(FIRST));
        assertEquals(
                "fra keeps how far keys have got, and cannot be asked: fra-1 answers the registry that nodes share has not been read yet",
                refused.getMessage());
    }

    @Test
    void isRefusedByASiteThatKeepsNothingByItsOwnModel() {
        var refused = assertThrows(Unavailable.class, () -> nyc.told(new byte[0]));
        assertEquals("by the model here fra keeps how far keys have got", refused.getMessage());
    }

    @Test
    void knowsNothingOfASiteThatKeepsThemFromNowOn() throws Exception {
        assertTrue(nyc.put(FIRST));
        trouble = "sin is silent";
        keeper = Optional.of(new Keeper("sin", this::ask));
        assertFalse(nyc.isKnown());
        assertEquals(List.of(), nyc.all());
    }

    @Test
    void refusesWhatIsNoStep() {
        for (String odd : List.of("x", "[]", "{}", "{\"Zone\":\"a.\",\"Number\":\"1\",\"Text\":\"\"}", "1")) {
            assertThrows(Unavailable.class, () -> fra.told(odd.getBytes(StandardCharsets.UTF_8)), odd);
            assertThrows(IOException.class, () -> KeyStepsText.read(odd.getBytes(StandardCharsets.UTF_8)), odd);
        }
        assertEquals(List.of(), fra.all());
    }
}
