package dev.drover.gateway;

import dev.drover.gateway.stage.Front;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The addresses that are bound, by name of their listener. A change binds what is new beside what is there, or nothing. */
final class Doors {
    private final Front front;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private Front.@Nullable Keys keys;
    private boolean closed;

    private record Open(Listener listener, Front.Door door) {}

    Doors(Front front) {
        this.front = front;
    }

    synchronized Change prepare(Model model) throws NotPrepared {
        Front.Keys loaded = front.load(model.certificates().values());
        var fresh = new HashMap<String, Front.Door>();
        var problems = new ArrayList<Problem>();
        for (Listener listener : model.httpListeners()) {
            if (!isBound(listener)) {
                try {
                    fresh.put(listener.name(), front.bind(listener));
                } catch (NotPrepared e) {
                    problems.addAll(e.problems());
                }
            }
        }
        var change = new Change(model, loaded, fresh);
        if (!problems.isEmpty()) {
            change.discard();
            throw new NotPrepared(problems);
        }
        return change;
    }

    /** By address, so that a listener may be renamed without a break. */
    private boolean isBound(Listener listener) {
        return open.values().stream().anyMatch(o -> isSame(o.listener(), listener));
    }

    private static boolean isSame(Listener one, Listener other) {
        boolean isFixed = one.address().port() != 0;
        return one.address().equals(other.address()) && (isFixed || one.name().equals(other.name()));
    }

    synchronized int port(String listener) {
        Open found = open.get(listener);
        if (found == null) {
            throw new IllegalArgumentException("no listener is named " + listener);
        }
        return found.door().port();
    }

    synchronized void close() {
        closed = true;
        open.values().forEach(o -> o.door().close());
        open.clear();
    }

    /** A model's listeners, bound and ready. */
    final class Change {
        private final Model model;
        private final Front.Keys loaded;
        private final Map<String, Front.Door> fresh;

        private Change(Model model, Front.Keys loaded, Map<String, Front.Door> fresh) {
            this.model = model;
            this.loaded = loaded;
            this.fresh = fresh;
        }

        void activate() {
            synchronized (Doors.this) {
                if (closed) {
                    discard();
                    return;
                }
                List<Open> before = List.copyOf(open.values());
                open.clear();
                for (Listener listener : model.httpListeners()) {
                    Front.Door door = door(listener, before);
                    door.serve(listener, loaded, model.trusted());
                    open.put(listener.name(), new Open(listener, door));
                }
                before.stream()
                        .filter(b -> open.values().stream().noneMatch(o -> o.door() == b.door()))
                        .forEach(b -> b.door().close());
                if (keys != null) {
                    keys.close();
                }
                keys = loaded;
            }
        }

        private Front.Door door(Listener listener, List<Open> before) {
            Front.Door made = fresh.get(listener.name());
            return made != null
                    ? made
                    : before.stream()
                            .filter(b -> isSame(b.listener(), listener))
                            .findFirst()
                            .orElseThrow()
                            .door();
        }

        void discard() {
            fresh.values().forEach(Front.Door::close);
            loaded.close();
        }
    }
}
