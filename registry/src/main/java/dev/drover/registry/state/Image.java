package dev.drover.registry.state;

import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Challenge;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.KeyStep;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.UserEvent;
import dev.drover.registry.entry.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * A state as plain lists, to be written down: everything that does not follow from something else in it.
 *
 * @param copying the copy of which there are {@code parts}; empty for none
 * @param indexes those of all nodes, services, checks, sessions, queries, then of nodes and services that are gone and of keys
 *     forgotten, then of the models of the cluster, in this order
 */
public record Image(
        long index,
        Instant now,
        List<Node> nodes,
        List<Service> services,
        List<Check> checks,
        List<KvEntry> keys,
        List<Session> sessions,
        List<PreparedQuery> queries,
        List<UserEvent> events,
        List<Vote> votes,
        Map<String, Instant> delays,
        Map<String, Long> tombstones,
        Map<String, Long> nodeIndexes,
        Map<String, Long> serviceIndexes,
        List<Long> indexes,
        String copying,
        List<byte[]> parts,
        List<AppliedModel> models,
        List<ModelWord> modelWords,
        List<Challenge> challenges,
        List<KeyStep> keySteps) {
    public Image {
        // Written by an earlier version, it has none of these.
        models = models == null ? List.of() : List.copyOf(models);
        modelWords = modelWords == null ? List.of() : List.copyOf(modelWords);
        challenges = challenges == null ? List.of() : List.copyOf(challenges);
        keySteps = keySteps == null ? List.of() : List.copyOf(keySteps);
        votes = votes == null ? List.of() : List.copyOf(votes);
        copying = copying == null ? "" : copying;
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    public static Image of(State state) {
        var t = state.tables();
        return new Image(
                t.index,
                t.now,
                List.copyOf(t.nodes.values()),
                List.copyOf(t.services.values()),
                List.copyOf(t.checks.values()),
                List.copyOf(t.kv.values()),
                List.copyOf(t.sessions.values()),
                List.copyOf(t.queries.values()),
                t.events,
                List.copyOf(t.votes.values()),
                new TreeMap<>(t.delays),
                new TreeMap<>(t.tombstones),
                new TreeMap<>(t.nodeIndexes),
                new TreeMap<>(t.serviceIndexes),
                List.of(
                        t.allNodes,
                        t.allServices,
                        t.allChecks,
                        t.allSessions,
                        t.allQueries,
                        t.nodeGone,
                        t.serviceGone,
                        t.keysForgotten,
                        t.allModels),
                t.copying,
                List.copyOf(t.parts.values()),
                t.models,
                List.copyOf(t.modelWords.values()),
                t.challenges,
                List.copyOf(t.keySteps.values()));
    }

    /**
     * Without what is only on its way, without models, which hold secrets of all kinds and run whatever is restored, and without challenges
     * and steps of keys, which are of the moment.
     */
    Image forCopy() {
        return new Image(
                index,
                now,
                nodes,
                services,
                checks,
                keys,
                sessions,
                queries,
                events,
                votes,
                delays,
                tombstones,
                nodeIndexes,
                serviceIndexes,
                indexes,
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The state that this was made of. */
    public State state() {
        var draft = Draft.of(State.EMPTY, index, now);
        nodes.forEach(draft::put);
        services.forEach(s -> CatalogRules.restore(draft, s));
        checks.forEach(c -> CatalogRules.restore(draft, c));
        keys.forEach(draft::put);
        sessions.forEach(draft::put);
        var t = draft.tables();
        for (var query : queries) {
            t.queries = t.queries.plus(query.id(), query);
        }
        t.events = List.copyOf(events);
        votes.forEach(draft::put);
        t.delays = t.delays.plusAll(delays);
        t.tombstones = t.tombstones.plusAll(tombstones);
        // What the writes above marked is not when these changed.
        t.nodeIndexes = TreePMap.from(nodeIndexes);
        t.serviceIndexes = TreePMap.from(serviceIndexes);
        t.allNodes = indexes.get(0);
        t.allServices = indexes.get(1);
        t.allChecks = indexes.get(2);
        t.allSessions = indexes.get(3);
        t.allQueries = indexes.get(4);
        t.nodeGone = indexes.get(5);
        t.serviceGone = indexes.get(6);
        t.keysForgotten = indexes.get(7);
        t.allModels = indexes.size() > 8 ? indexes.get(8) : 0;
        t.models = models;
        for (var word : modelWords) {
            t.modelWords = t.modelWords.plus(Topic.lower(word.node()), word);
        }
        t.challenges = challenges;
        for (var step : keySteps) {
            t.keySteps = t.keySteps.plus(step.zone(), step);
        }
        t.copying = copying;
        for (int i = 0; i < parts.size(); i++) {
            t.parts = t.parts.plus(i, parts.get(i));
        }
        return draft.state();
    }
}
