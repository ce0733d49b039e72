package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.ServiceAddress;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Weights;
import dev.drover.registry.state.Commands;
import dev.drover.registry.state.Image;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import dev.drover.registry.state.Transition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_767_225_600_123L);

    private static final Service SERVICE = new Service(
            "alpha",
            "web-1",
            "web",
            List.of("a", "b"),
            "192.0.2.7",
            Map.of("lan", new ServiceAddress("10.0.0.1", 81)),
            80,
            Map.of("k", "\u00e4\n"),
            new Weights(10, 1),
            true,
            3,
            4);

    private static final Check CHECK = new Check(
            "alpha",
            "c",
            "name",
            CheckStatus.WARNING,
            "notes",
            "output",
            "web-1",
            "web",
            List.of("t"),
            "http",
            new CheckDefinition(
                    "http://x/",
                    "GET",
                    Map.of("H", List.of("1", "2")),
                    "body",
                    true,
                    "tcp",
                    "grpc",
                    true,
                    List.of("sh"),
                    Duration.ofMillis(1500),
                    "n",
                    "s",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    2,
                    3,
                    Duration.ofMinutes(1),
                    512),
            5,
            6);

    private static final Session SESSION = new Session(
            "s",
            "name",
            "alpha",
            Duration.ofSeconds(15),
            Session.Behaviour.DELETE,
            Duration.ofSeconds(10),
            List.of("c"),
            List.of("d"),
            NOW,
            7,
            8);

    private static final AppliedModel MODEL =
            new AppliedModel(4, "n", "ada", NOW, "apply", "/etc/drover.yaml", NOW.plusSeconds(60), 3, "H4sI");

    private static Command again(Command command) throws Codec.Unreadable {
        var entry = Codec.decode(Codec.encode("me", 7, NOW, List.of(Codec.encode(command))));
        assertEquals(NOW, entry.at());
        assertEquals("me", entry.writer());
        assertEquals(7, entry.number());
        return entry.commands().getFirst();
    }

    @Test
    void writesEveryKindOfCommandSoThatItCanBeRead() throws Exception {
        var catalog = Stream.<Command.Catalog>of(
                        new Command.Register(Node.of("alpha", "192.0.2.1"), true, List.of(SERVICE), List.of(CHECK)),
                        new Command.PutNode(new Node("id", "n", "a", Map.of("wan", "x"), Map.of("m", "v"), 1, 2)),
                        new Command.PutService(SERVICE, List.of(CHECK), true, false),
                        new Command.PutCheck(CHECK, true),
                        new Command.SetCheck("n", "c", CheckStatus.CRITICAL, "out"),
                        new Command.RemoveNode("n"),
                        new Command.RemoveService("n", "s"),
                        new Command.RemoveCheck("n", "c"))
                .toList();
        for (var command : catalog) {
            assertEquals(command, again(command));
            var txn = new Command.Txn(List.of(new Step.Change(command), new Step.ChangeIf(command, 7)));
            assertEquals(txn, again(txn));
        }
        for (var command : List.of(
                new Command.CreateSession(SESSION),
                new Command.DestroySession("s"),
                new Command.RenewSession("s"),
                new Command.ExpireSession("s", NOW),
                new Command.PutQuery(new PreparedQuery("q", "n", "s", true, "{\"a\":1}", 1, 2), true),
                new Command.RemoveQuery("q"),
                new Command.Copying.Restore("c", 2, "00ff", "alive"),
                new Command.Copying.Forget("c"),
                new Command.StoreModel(MODEL, 3),
                new Command.ConfirmModel(4, "ada"),
                new Command.TellModel(new ModelWord("n", 4, 3, List.of("the port is taken"), NOW)),
                new Command.PutChallenge(
                        new Challenge("_acme-challenge.x.", "v", "ada", "n", NOW, NOW.plusSeconds(60))),
                new Command.RemoveChallenge("_acme-challenge.x.", ""),
                new Command.PutKeyStep(new KeyStep("x.", 7, "2 then")),
                new Command.Nothing(),
                new Command.Txn(List.of(
                        new Step.Get("k"),
                        new Step.GetTree("k"),
                        new Step.CheckIndex("k", 1),
                        new Step.CheckSession("k", "s"),
                        new Step.CheckNotExists("k"),
                        new Step.GetNode("n"),
                        new Step.GetService("n", "s"),
                        new Step.GetCheck("n", "c"),
                        new Step.Write(new Kv.Delete("k")))))) {
            assertEquals(command, again(command));
        }
    }

    @Test
    void keepsBytesAndUnsignedFlags() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        var put = (Kv.Put) again(new Kv.Put("k\u0001\ud83d\ude00", all, -1));
        assertEquals("k\u0001\ud83d\ude00", put.key());
        assertEquals(-1, put.flags());
        assertArrayEquals(all, put.value());
        var fire = (Command.Fire) again(new Command.Fire(new UserEvent("i", "n", all, "a", "b", "c", 9)));
        assertArrayEquals(all, fire.event().payload());
        var part = (Command.Copying.Part) again(new Command.Copying.Part("c", 3, all));
        assertArrayEquals(all, part.bytes());
    }

    @Test
    void refusesWhatALaterProgramWrote() {
        var later = "{\"version\":3,\"writer\":\"x\",\"number\":1,\"at\":0,\"commands\":[]}"
                .getBytes(StandardCharsets.UTF_8);
        var refusal = assertThrows(Codec.Unreadable.class, () -> Codec.decode(later));
        assertEquals("written in format 3 (expected: at most 2)", refusal.getMessage());
    }

    @Test
    void readsWhatAnEarlierProgramWrote() throws Exception {
        var earlier =
                "{\"version\":1,\"writer\":\"x\",\"number\":1,\"at\":0,\"commands\":[{\"do\":\"RemoveNode\",\"node\":\"n\"}]}";
        assertEquals(
                List.of(new Command.RemoveNode("n")),
                Codec.decode(earlier.getBytes(StandardCharsets.UTF_8)).commands());
    }

    @Test
    void readsASnapshotFromBeforeThereWereModels() throws Exception {
        var image =
                "{\"index\":7,\"now\":0,\"nodes\":[],\"services\":[],\"checks\":[],\"keys\":[],\"sessions\":[],\"queries\":[],"
                        + "\"events\":[],\"delays\":{},\"tombstones\":{},\"nodeIndexes\":{},\"serviceIndexes\":{},"
                        + "\"indexes\":[1,2,3,4,5,6,7,8]}";
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(("{\"writers\":{\"w\":7},\"image\":" + image + "}").getBytes(StandardCharsets.UTF_8));
        }
        var state = Codec.expand(out.toByteArray()).image().state();
        assertEquals(7, state.index());
        assertEquals(List.of(), state.models());
        assertEquals(List.of(), state.challenges());
        assertEquals(0, state.keySteps().size());
        assertEquals(1, state.index(new Topic.Models()));
    }

    @Test
    void refusesWhatIsNoEntry() {
        for (var text : List.of(
                "",
                "x",
                "[]",
                "{\"version\":1,\"writer\":\"x\",\"number\":1,\"at\":0,\"commands\":[{\"do\":\"Fly\"}]}")) {
            assertThrows(Codec.Unreadable.class, () -> Codec.decode(text.getBytes(StandardCharsets.UTF_8)), text);
        }
        assertThrows(Codec.Unreadable.class, () -> Codec.expand(new byte[10]));
    }

    @Property(tries = 50)
    void bringsBackAnyState(@ForAll long seed) throws Exception {
        var state = State.EMPTY;
        for (var command : new Commands(seed).some(200)) {
            state = Transition.of(state, again(command), state.index() + 1, NOW.plusMillis(state.index()))
                    .state();
        }
        var image = Image.of(state);
        var writers = Map.of("w", 7L);
        var kept = Codec.expand(Codec.compress(new Codec.Kept(writers, image)));
        assertEquals(writers, kept.writers());
        var back = kept.image();
        assertEquals(image.nodes(), back.nodes());
        assertEquals(image.services(), back.services());
        assertEquals(image.checks(), back.checks());
        assertEquals(image.keys(), back.keys());
        assertEquals(image.sessions(), back.sessions());
        assertEquals(image.queries(), back.queries());
        assertEquals(image.tombstones(), back.tombstones());
        assertEquals(image.delays(), back.delays());
        assertEquals(image.serviceIndexes(), back.serviceIndexes());
        assertEquals(image.nodeIndexes(), back.nodeIndexes());
        assertEquals(image.indexes(), back.indexes());
        assertEquals(image.models(), back.models());
        assertEquals(image.modelWords(), back.modelWords());
        assertEquals(image.challenges(), back.challenges());
        assertEquals(image.keySteps(), back.keySteps());
        assertEquals(List.copyOf(state.keySteps()), List.copyOf(back.state().keySteps()));
        assertEquals(state.challenges(), back.state().challenges());
        assertEquals(image.index(), back.state().index());
        assertTrue(image.events().size() == back.events().size());
    }
}
