package dev.drover.node;

import dev.drover.plane.SharedModels;
import dev.drover.plane.control.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What several nodes share, in memory: each sees it through a port of its own, which can be cut off. */
final class OneRegistry {
    private final Map<Long, Source> sources = new HashMap<>();
    private final Map<String, SharedModels.Word> words = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private final List<Port> ports = new ArrayList<>();
    private List<SharedModels.Stored> stored = List.of();

    /** Runs in the middle of the next store, once: what comes between asking and storing. */
    private Runnable between = () -> {};

    private final Instant at;

    OneRegistry(Instant at) {
        this.at = at;
    }

    Port port() {
        var port = new Port();
        synchronized (this) {
            ports.add(port);
        }
        return port;
    }

    synchronized void between(Runnable once) {
        between = once;
    }

    /** It is known to be gone. */
    synchronized void goes(String node) {
        gone.add(node);
    }

    private void news() {
        List<Port> all;
        synchronized (this) {
            all = List.copyOf(ports);
        }
        all.forEach(p -> p.listener.run());
    }

    final class Port implements SharedModels {
        private volatile Runnable listener = () -> {};
        volatile boolean known = true;
        volatile Instant silent;

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public boolean isKnown() {
            return known;
        }

        @Override
        public Optional<Instant> silentSince() {
            return Optional.ofNullable(silent);
        }

        @Override
        public List<Stored> all() {
            synchronized (OneRegistry.this) {
                return known ? stored : List.of();
            }
        }

        @Override
        public Optional<Source> source(long generation) {
            synchronized (OneRegistry.this) {
                return Optional.ofNullable(sources.get(generation));
            }
        }

        private void reachable() throws NotStored {
            if (silent != null || !known) {
                throw new NotStored("No cluster leader", false);
            }
        }

        @Override
        public boolean store(Stored model, Source source, long after) throws NotStored {
            reachable();
            Runnable first;
            synchronized (OneRegistry.this) {
                first = between;
                between = () -> {};
            }
            first.run();
            synchronized (OneRegistry.this) {
                if ((stored.isEmpty() ? 0 : stored.getFirst().generation()) != after) {
                    return false;
                }
                var all = new ArrayList<>(stored);
                all.addFirst(model);
                stored = List.copyOf(all);
                sources.put(model.generation(), source);
            }
            news();
            return true;
        }

        @Override
        public boolean confirm(long generation, String by) throws NotStored {
            reachable();
            synchronized (OneRegistry.this) {
                Stored newest = stored.getFirst();
                if (newest.generation() != generation || newest.confirmBy() == null) {
                    return false;
                }
                var all = new ArrayList<>(stored);
                all.set(
                        0,
                        new Stored(
                                newest.generation(),
                                newest.node(),
                                newest.author(),
                                newest.at(),
                                newest.how() + ", confirmed by " + by,
                                newest.file(),
                                null,
                                newest.backTo()));
                stored = List.copyOf(all);
            }
            news();
            return true;
        }

        @Override
        public void tell(String node, Word word) throws NotStored {
            reachable();
            synchronized (OneRegistry.this) {
                words.put(node, word);
            }
        }

        @Override
        public List<Told> told() {
            synchronized (OneRegistry.this) {
                return words.entrySet().stream()
                        .map(w -> new Told(w.getKey(), w.getValue(), at, !gone.contains(w.getKey())))
                        .toList();
            }
        }

        @Override
        public void listen(Runnable changed) {
            listener = changed;
        }
    }
}
