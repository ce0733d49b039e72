package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.Session.Behaviour;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Commands drawn at random over a small world, so that they meet each other. */
public final class Commands {
    private static final List<String> NODES = List.of("a", "ab", "B");
    private static final List<String> SERVICES = List.of("s1", "s2", "s3");
    private static final List<String> NAMES = List.of("web", "db");
    private static final List<String> CHECKS = List.of("c1", "c2", "c3");
    private static final List<String> KEYS = List.of("k", "k/1", "k/2", "l", "");
    private static final List<String> SESSIONS = List.of("x", "y", "z");

    private final Random random;

    public Commands(long seed) {
        random = new Random(seed);
    }

    public List<Command> some(int count) {
        var all = new ArrayList<Command>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    private Command next() {
        return switch (random.nextInt(17)) {
            case 0 -> new Command.RenewSession(one(SESSIONS));
            case 1 ->
                new Command.PutQuery(
                        new PreparedQuery(
                                one(SESSIONS),
                                one(NAMES),
                                random.nextBoolean() ? one(SESSIONS) : "",
                                false,
                                "{}",
                                0,
                                0),
                        random.nextBoolean());
            case 2 ->
                new Command.CreateSession(new Session(
                        one(SESSIONS),
                        "",
                        one(NODES),
                        Duration.ofSeconds(random.nextInt(3)),
                        random.nextBoolean() ? Behaviour.RELEASE : Behaviour.DELETE,
                        Duration.ZERO,
                        random.nextBoolean() ? List.of(one(CHECKS)) : List.of(),
                        List.of(),
                        Instant.EPOCH,
                        0,
                        0));
            case 3 -> new Command.DestroySession(one(SESSIONS));
            case 4 -> new Command.Fire(new UserEvent(one(SESSIONS), one(NAMES), new byte[1], "", "", "", 0));
            case 5 -> new Command.Txn(List.of(new Step.Write(kv()), new Step.Change(catalog()), new Step.Write(kv())));
            case 6, 7, 8, 9 -> kv();
            case 10 -> new Command.PutVotes(List.of(vote(), vote()));
            case 11 -> new Command.RemoveVotes(List.of(vote()));
            case 12 -> models();
            case 13 ->
                random.nextBoolean()
                        ? challenges()
                        : new Command.PutKeyStep(new KeyStep(one(NAMES), random.nextInt(9), one(KEYS)));
            default -> catalog();
        };
    }

    private Vote vote() {
        return new Vote(one(NAMES), one(SERVICES), one(NODES), random.nextBoolean(), "");
    }

    private Command.Models models() {
        long generation = random.nextInt(6);
        return switch (random.nextInt(4)) {
            case 0 -> new Command.ConfirmModel(generation, one(NODES));
            case 1 ->
                new Command.TellModel(
                        new ModelWord(one(NODES), generation, random.nextInt(3), List.of(), Instant.EPOCH));
            default -> new Command.StoreModel(model(generation + 1), generation);
        };
    }

    private Command.Challenges challenges() {
        return random.nextInt(3) == 0
                ? new Command.RemoveChallenge(one(NAMES), random.nextBoolean() ? "" : one(KEYS))
                : new Command.PutChallenge(new Challenge(
                        one(NAMES), one(KEYS), "ada", one(NODES), Instant.EPOCH, Instant.EPOCH.plusSeconds(9)));
    }

    private AppliedModel model(long generation) {
        return new AppliedModel(
                generation,
                one(NODES),
                "ada",
                Instant.EPOCH,
                "apply",
                "/etc/drover.yaml",
                random.nextBoolean() ? Instant.EPOCH.plusSeconds(60) : null,
                generation - 1,
                "");
    }

    private Kv kv() {
        return switch (random.nextInt(7)) {
            case 0 -> new Kv.Delete(one(KEYS));
            case 1 -> new Kv.DeleteTree(one(KEYS));
            case 2 -> new Kv.Cas(one(KEYS), value(), 0, random.nextInt(4));
            case 3 -> new Kv.Release(one(KEYS), value(), 0, one(SESSIONS));
            case 4 -> new Kv.DeleteCas(one(KEYS), random.nextInt(20));
            case 5 -> new Kv.Put(one(KEYS), value(), random.nextInt(2));
            default -> new Kv.Acquire(one(KEYS), value(), 0, one(SESSIONS));
        };
    }

    private Command.Catalog catalog() {
        return switch (random.nextInt(10)) {
            case 0 -> new Command.RemoveNode(one(NODES));
            case 1 -> new Command.RemoveService(one(NODES), one(SERVICES));
            case 2 -> new Command.RemoveCheck(one(NODES), one(CHECKS));
            case 3, 4 -> new Command.PutNode(node());
            case 5, 6 ->
                new Command.PutService(
                        service(),
                        random.nextBoolean() ? List.of(check()) : List.of(),
                        random.nextBoolean(),
                        random.nextBoolean());
            case 7 -> new Command.PutCheck(check(), random.nextBoolean());
            case 8 -> new Command.SetCheck(one(NODES), one(CHECKS), one(List.of(CheckStatus.values())), "");
            default -> new Command.Register(node(), random.nextBoolean(), List.of(service()), List.of(check()));
        };
    }

    private Node node() {
        String name = one(NODES);
        return random.nextInt(4) == 0
                ? new Node(one(List.of("id1", "id2")), name, "192.0.2.1", Map.of(), Map.of(), 0, 0)
                : Node.of(name, "192.0.2." + random.nextInt(2));
    }

    private Service service() {
        return Service.of(one(NODES), one(SERVICES), one(NAMES), random.nextInt(2))
                .withTags(random.nextBoolean() ? List.of("t") : List.of());
    }

    private Check check() {
        return Check.of(
                one(NODES), one(CHECKS), random.nextBoolean() ? one(SERVICES) : "", one(List.of(CheckStatus.values())));
    }

    private byte[] value() {
        return new byte[] {(byte) random.nextInt(2)};
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
