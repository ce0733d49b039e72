package dev.drover.board;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The last events of every service, bounded. */
final class Past {
    /** Lines kept per service: enough for a night of flapping, 100 KiB at most. */
    private static final int KEPT = 512;

    private final Map<String, ArrayDeque<Event>> lines = new ConcurrentHashMap<>();

    /** Generations whose confirmations are kept. */
    private static final int GENERATIONS = 4096;

    private final ConcurrentSkipListMap<Long, Map<String, Instant>> confirmed = new ConcurrentSkipListMap<>();

    void confirm(String plane, long generation, Instant at) {
        confirmed.computeIfAbsent(generation, g -> new ConcurrentHashMap<>()).putIfAbsent(plane, at);
        confirmed.headMap(generation - GENERATIONS).clear();
    }

    Map<String, Instant> confirmations(long generation) {
        return Map.copyOf(confirmed.getOrDefault(generation, Map.of()));
    }

    List<Event> of(String service) {
        ArrayDeque<Event> kept = lines.get(service);
        if (kept == null) {
            return List.of();
        }
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    void add(Event event) {
        ArrayDeque<Event> kept = lines.computeIfAbsent(event.subject().service(), s -> new ArrayDeque<>());
        synchronized (kept) {
            if (kept.size() == KEPT) {
                kept.removeFirst();
            }
            kept.addLast(event);
        }
    }

    void record(Snapshot before, Snapshot after) {
        for (ServiceState state : after.services().values()) {
            ServiceState old = before.services().get(state.name());
            if (old != state) {
                record(after, old == null ? ServiceState.of(state.name(), List.of()) : old, state);
            }
        }
        lines.keySet().retainAll(after.services().keySet());
    }

    private void record(Snapshot after, ServiceState old, ServiceState now) {
        var whole = new InstanceId(now.name(), "");
        if (old.mode() != now.mode()) {
            add(new Event(
                    after.at(), after.generation(), whole, "mode", lower(old.mode()), lower(now.mode()), now.why()));
        }
        var before = new HashMap<InstanceId, Instance>();
        old.instances().forEach(i -> before.put(i.id(), i));
        for (Instance instance : now.instances()) {
            Instance was = before.remove(instance.id());
            if (was == null) {
                add(new Event(
                        after.at(),
                        after.generation(),
                        instance.id(),
                        "found",
                        "",
                        instance.hostPort(),
                        instance.origin()));
            } else {
                compare(after, was, instance);
            }
        }
        for (Instance gone : old.instances()) {
            if (before.containsKey(gone.id())) {
                add(new Event(after.at(), after.generation(), gone.id(), "gone", gone.hostPort(), "", ""));
            }
        }
    }

    private void compare(Snapshot after, Instance was, Instance now) {
        line(
                after,
                now,
                "measured",
                was.measured().state(),
                now.measured().state(),
                now.measured().reason());
        line(
                after,
                now,
                "intent",
                was.intent().wish(),
                now.intent().wish(),
                now.intent().by() + " " + now.intent().reason());
        line(
                after,
                now,
                "standing",
                was.standing().verdict(),
                now.standing().verdict(),
                now.standing().why());
    }

    private void line(Snapshot after, Instance now, String what, Enum<?> from, Enum<?> to, String why) {
        if (!Objects.equals(from, to)) {
            add(new Event(after.at(), after.generation(), now.id(), what, lower(from), lower(to), why.strip()));
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
