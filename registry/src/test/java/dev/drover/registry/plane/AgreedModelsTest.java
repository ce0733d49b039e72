package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.SharedModels.NotStored;
import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.SharedModels.Word;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Source;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.testkit.FakeTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The model of a cluster as the nodes meet it, on a registry in memory. */
final class AgreedModelsTest {
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final AgreedModels models = new AgreedModels(() -> registry, Ticker.of(time, time));

    private static Source source(String text) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", text);
        texts.put("a/team.yaml", "\u00e4");
        return new Source("/etc/drover", texts);
    }

    private Stored stored(long generation, String author) {
        return new Stored(
                generation,
                "a",
                author,
                time.instant(),
                "apply",
                "/etc/drover/drover.yaml",
                time.instant().plusSeconds(60),
                generation - 1);
    }

    @Test
    void bringsBackWhatWasStored() throws Exception {
        assertTrue(models.store(stored(1, "ada"), source("cluster: one"), 0));
        assertEquals(Optional.of(source("cluster: one")), models.source(1));
        assertEquals(
                List.of("drover.yaml", "a/team.yaml"),
                List.copyOf(models.source(1).orElseThrow().texts().keySet()));
        assertEquals(List.of(stored(1, "ada")), models.all());
        assertFalse(models.store(stored(2, "bob"), source("cluster: two"), 0));
        assertEquals(Optional.empty(), models.source(2));
    }

    @Test
    void refusesWhatNoEntryHoldsWithItsSize() {
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < 1_500_000; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        var refused = assertThrows(NotStored.class, () -> models.store(stored(1, "ada"), source(text.toString()), 0));
        assertFalse(refused.maybeDone());
        assertTrue(
                refused.getMessage().startsWith("the files are too large to be shared: 1464 KiB, compressed "),
                refused.getMessage());
    }

    @Test
    void tellsChangesToItsListener() throws Exception {
        var told = new AtomicInteger();
        models.listen(told::incrementAndGet);
        models.follow(registry.replica());
        assertTrue(models.store(stored(1, "ada"), source("x"), 0));
        models.tell("a", new Word(1, 1, List.of()));
        assertEquals(2, told.get());
        var _ = registry.apply(new Command.PutNode(Node.of("a", "192.0.2.1")));
        assertEquals(2, told.get());
    }

    @Test
    void knowsWhoIsGone() throws Exception {
        models.tell("a", new Word(1, 1, List.of()));
        assertTrue(models.told().getFirst().alive());
        var _ = registry.apply(new Command.PutNode(Node.of("a", "192.0.2.1")));
        var _ = registry.apply(new Command.PutCheck(Check.of("a", Check.LIVENESS, "", CheckStatus.CRITICAL), false));
        assertFalse(models.told().getFirst().alive());
    }

    @Test
    void saysSinceWhenNothingCanBeStored() {
        assertEquals(Optional.empty(), models.silentSince());
        registry.cutOff(true);
        assertEquals(Optional.of(time.instant().minusSeconds(1)), models.silentSince());
        assertThrows(NotStored.class, () -> models.store(stored(1, "ada"), source("x"), 0));
    }
}
