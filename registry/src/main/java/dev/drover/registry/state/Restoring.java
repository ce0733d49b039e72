package dev.drover.registry.state;

import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.command.Command.Copying;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Session;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * How a copy takes the place of all that is there. Whatever it changes was written when it was restored, so that every index rises and
 * nobody who waits misses it, however old the copy is. What is of the moment stays: the nodes that are alive, events, challenges, how far
 * keys have got, and the model of the cluster.
 */
final class Restoring {
    private Restoring() {}

    /** The state that the draft becomes is another one where a copy was restored. */
    static Draft apply(Draft draft, Copying command) {
        return switch (command) {
            case Copying.Part(var copy, var number, var bytes) -> {
                keep(draft, copy, number, bytes);
                yield draft;
            }
            case Copying.Forget(var copy) -> {
                if (draft.tables().copying.equals(copy)) {
                    forget(draft);
                }
                yield draft;
            }
            case Copying.Restore restore -> restore(draft, restore);
        };
    }

    private static void keep(Draft draft, String copy, int number, byte[] bytes) {
        Tables tables = draft.tables();
        if (number == 0) {
            forget(draft);
            tables.copying = copy;
        } else if (!tables.copying.equals(copy) || tables.parts.size() != number) {
            throw new Refusal("another restore took the place of this one");
        }
        tables.parts = tables.parts.plus(number, bytes);
    }

    private static void forget(Draft draft) {
        draft.tables().copying = "";
        draft.tables().parts = TreePMap.empty();
    }

    private static Draft restore(Draft draft, Copying.Restore command) {
        Tables tables = draft.tables();
        if (!tables.copying.equals(command.copy()) || tables.parts.size() != command.parts()) {
            throw new Refusal("another restore took the place of this one");
        }
        var whole = new ByteArrayOutputStream();
        tables.parts.values().forEach(whole::writeBytes);
        byte[] copy = whole.toByteArray();
        if (!Copy.digest(copy).equals(command.sha256())) {
            throw new Refusal("the copy did not arrive whole");
        }
        try {
            return of(draft, Copy.read(copy), command.liveness());
        } catch (Copy.Unreadable e) {
            throw new Refusal(e.getMessage());
        }
    }

    private static Draft of(Draft before, Image image, String liveness) {
        Tables old = before.tables();
        long index = Math.max(before.index(), image.index() + 1);
        var draft = Draft.of(State.EMPTY, index, before.now().isAfter(image.now()) ? before.now() : image.now());
        Tables t = draft.tables();
        t.events = old.events;
        t.delays = old.delays;
        t.models = old.models;
        t.modelWords = old.modelWords;
        t.challenges = old.challenges;
        t.keySteps = old.keySteps;
        List<Check> alive = old.checks.values().stream()
                .filter(check -> check.id().equals(liveness))
                .toList();
        Set<String> gone = entries(draft, image, old, alive, liveness);
        alive.forEach(draft::put);
        image.checks().stream()
                .filter(check -> check.id().equals(liveness) && !gone.contains(lower(check.node())))
                .filter(check -> alive.stream().noneMatch(a -> a.node().equalsIgnoreCase(check.node())))
                .forEach(check -> draft.put(check.saying(CheckStatus.CRITICAL, "not seen since a copy was restored")
                        .at(check.createIndex(), index)));
        image.sessions().stream()
                .filter(session -> !gone.contains(lower(session.node())))
                .forEach(session -> draft.put(session(session, old, draft)));
        keys(draft, image, old);
        for (var query : image.queries()) {
            t.queries = t.queries.plus(query.id(), query);
        }
        t.allNodes = index;
        t.allServices = index;
        t.allChecks = index;
        t.allSessions = index;
        t.allQueries = index;
        t.allModels = index;
        t.nodeGone = index;
        t.serviceGone = index;
        t.keysForgotten = index;
        draft.markEverything();
        return draft;
    }

    /**
     * The catalog but for liveness. A node that is alive is what it says it is.
     *
     * @return names of nodes that are somebody else's by now
     */
    private static Set<String> entries(Draft draft, Image image, Tables old, List<Check> alive, String liveness) {
        var names = new HashSet<String>();
        var ids = new HashSet<String>();
        for (Check check : alive) {
            Node node = Objects.requireNonNull(old.nodes.get(lower(check.node())));
            names.add(lower(node.name()));
            ids.add(lower(node.id()));
            draft.put(node);
        }
        var gone = new HashSet<String>();
        for (Node node : image.nodes()) {
            if (names.contains(lower(node.name()))) {
                continue;
            }
            if (!node.id().isEmpty() && ids.contains(lower(node.id()))) {
                gone.add(lower(node.name()));
            } else {
                draft.put(node);
            }
        }
        image.services().stream()
                .filter(service -> !gone.contains(lower(service.node())))
                .forEach(draft::put);
        image.checks().stream()
                .filter(check ->
                        !gone.contains(lower(check.node())) && !check.id().equals(liveness))
                .forEach(draft::put);
        return gone;
    }

    private static void keys(Draft draft, Image image, Tables old) {
        for (KvEntry kept : image.keys()) {
            boolean held = draft.tables().sessions.containsKey(kept.session());
            KvEntry entry = held ? kept : kept.heldBy("", kept.lockIndex());
            KvEntry there = old.kv.get(entry.key());
            draft.put(there != null && there.same(entry) ? there : entry.at(entry.createIndex(), draft.index()));
        }
    }

    /** Who could not renew it while it was not there has its whole time. */
    private static Session session(Session session, Tables old, Draft draft) {
        Session there = old.sessions.get(session.id());
        boolean same = there != null && bare(there).equals(bare(session));
        long modified = same ? Objects.requireNonNull(there).modifyIndex() : draft.index();
        return session.renewedAt(draft.now()).at(session.createIndex(), modified);
    }

    private static Session bare(Session session) {
        return session.renewedAt(Instant.EPOCH).at(0, 0);
    }

    /** What does not belong together in it; empty for nothing. */
    static String flaw(Image image) {
        try {
            return contradiction(image);
        } catch (RuntimeException e) {
            return "lacks a field, or has one that makes no sense";
        }
    }

    private static String contradiction(Image image) {
        var nodes = new HashSet<String>();
        image.nodes().forEach(node -> nodes.add(lower(node.name())));
        var services = new HashSet<String>();
        for (var service : image.services()) {
            services.add(Tables.join(lower(service.node()), lower(service.id())));
            if (!nodes.contains(lower(service.node()))) {
                return "has a service on a node that is not in it: " + service.node();
            }
        }
        for (Check check : image.checks()) {
            String service = Tables.join(lower(check.node()), lower(check.serviceId()));
            if (!nodes.contains(lower(check.node())) || (!check.serviceId().isEmpty() && !services.contains(service))) {
                return "has a check of a node or service that is not in it: " + check.id();
            }
        }
        var sessions = new HashSet<String>();
        image.sessions().forEach(session -> sessions.add(session.id()));
        for (KvEntry entry : image.keys()) {
            if (!entry.session().isEmpty() && !sessions.contains(entry.session())) {
                return "has a key that a session holds which is not in it";
            }
        }
        return image.state().index() == image.index() ? "" : "has another index than it says";
    }
}
