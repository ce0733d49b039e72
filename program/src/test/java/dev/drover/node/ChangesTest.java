package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import dev.drover.testkit.FakeTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of models that are applied: they are kept, confirmed in time, or taken back. */
final class ChangesTest extends NodeScene {
    @Test
    void keepsEveryModelWithAuthorAndTime() throws Exception {
        node.start(named("one"), "ada");
        time.advance(Duration.ofMinutes(1));
        node.control().apply(named("two"), "bob", null, null);
        List<Version> history = node.control().history();
        assertEquals(List.of(2L, 1L), history.stream().map(Version::generation).toList());
        assertEquals("bob", history.getFirst().author());
        assertEquals(FakeTime.START.plusSeconds(60), history.getFirst().at());
        assertTrue(history.getFirst().running());
        assertFalse(history.getLast().running());
        assertEquals("/nowhere/drover.yaml", history.getFirst().file());
    }

    @Test
    void resumesTheNewestModelAfterARestart() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", null, null);
        restart();
        assertEquals("two", running());
        assertEquals(2, node.control().history().size());
    }

    @Test
    void rollsBackAsANewGeneration() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", null, null);
        node.control().apply(named("three"), "ada", null, null);
        assertEquals(4, node.control().rollback(null, "bob").generation());
        assertEquals("two", running());
        assertEquals("rollback to 1", node.control().rollback(1L, "bob").how());
        assertEquals("one", running());
        Refused unknown = assertThrows(Refused.class, () -> node.control().rollback(99L, "bob"));
        assertEquals(Refused.Cause.UNKNOWN, unknown.why());
    }

    @Test
    void readsTheFileAnewWhenAClientOfAPlaneAsks(@TempDir Path folder) throws Exception {
        var refused = assertThrows(Refused.class, () -> assembly.life.reload("eve"));
        assertEquals(Refused.Cause.CONFLICT, refused.why());
        Path file = folder.resolve("drover.yaml");
        String text = named("one").texts().firstEntry().getValue();
        Files.writeString(file, text);
        node.start(new Source(folder.toString(), named("one").texts()), "ada");
        assembly.life.reload("eve");
        assertEquals(1, node.control().history().size(), "the file says the same");
        Files.writeString(file, text.replace("cluster: one", "cluster: two"));
        assembly.life.reload("eve");
        assertEquals("two", running());
        assertEquals("eve", node.control().history().getFirst().author());
        Files.writeString(file, "cluster: [");
        refused = assertThrows(Refused.class, () -> assembly.life.reload("eve"));
        assertEquals(Refused.Cause.BAD_INPUT, refused.why());
        assertFalse(refused.problems().isEmpty());
        assertEquals("two", running());
        assembly.life.end("eve");
        assertTrue(node.isEnding());
    }

    @Test
    void comesBackByItselfUnlessConfirmedInTime() throws Exception {
        node.start(named("one"), "ada");
        Version tried = node.control().apply(named("two"), "ada", Duration.ofSeconds(60), null);
        assertEquals(FakeTime.START.plusSeconds(60), tried.confirmBy());
        time.advance(Duration.ofSeconds(61));
        await(() -> running().equals("one"));
        assertEquals(
                "not confirmed in time: back to 1",
                node.control().history().getFirst().how());
    }

    @Test
    void staysWhenConfirmed() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", Duration.ofSeconds(60), null);
        assertNull(node.control().confirm("bob").confirmBy());
        time.advance(Duration.ofSeconds(100));
        restart();
        assertEquals("two", running());
        assertEquals(
                "apply, confirmed by bob", node.control().history().getFirst().how());
        assertThrows(Refused.class, () -> node.control().confirm("bob"));
    }

    @Test
    void comesBackAfterARestartThatTookLongerThanTheLimit() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", Duration.ofSeconds(60), null);
        time.advance(Duration.ofSeconds(61));
        restart();
        assertEquals("one", running());
    }

    @Test
    void goesOnWaitingAfterAShortRestart() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", Duration.ofSeconds(60), null);
        time.advance(Duration.ofSeconds(30));
        restart();
        assertEquals("two", running());
        time.advance(Duration.ofSeconds(31));
        await(() -> running().equals("one"));
    }

    @Test
    void takesNoSecondChangeWhileOneWaits() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", Duration.ofSeconds(60), null);
        Refused refused = assertThrows(Refused.class, () -> node.control().apply(named("three"), "ada", null, null));
        assertEquals(Refused.Cause.CONFLICT, refused.why());
        assertTrue(refused.getMessage().contains("drover confirm"), refused.getMessage());
    }

    @Test
    void changesNothingWhenAPlaneCannot() throws Exception {
        node.start(named("one"), "ada");
        assembly.failing = true;
        Refused refused = assertThrows(Refused.class, () -> node.control().apply(named("two"), "ada", null, null));
        assertEquals(Refused.Cause.FAILED, refused.why());
        assertTrue(refused.problems().getFirst().contains("the port is taken"));
        assertEquals(1, node.control().history().size());
        assembly.failing = false;
        restart();
        assertEquals("one", running());
    }

    @Test
    void refusesAFileWithProblemsWhole() throws Exception {
        node.start(named("one"), "ada");
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", "lisen: {}\n");
        var bad = new Source("/nowhere", texts);
        Refused refused = assertThrows(Refused.class, () -> node.control().apply(bad, "ada", null, null));
        assertEquals(Refused.Cause.BAD_INPUT, refused.why());
        assertTrue(
                refused.problems().getFirst().startsWith("drover.yaml:1:1"),
                refused.problems().getFirst());
        assertEquals(refused.problems(), node.control().check(bad));
        assertEquals("one", running());
    }
}
