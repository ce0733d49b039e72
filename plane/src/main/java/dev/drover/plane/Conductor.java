package dev.drover.plane;

import dev.drover.board.Board;
import dev.drover.board.Snapshot;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leads the planes through changes: check all, prepare all, activate all; hands every generation of the board to each and keeps
 * what it confirmed.
 *
 * <p>Their list is the order of a drain: whoever takes work in comes first. A change is activated from the last to the first, so
 * that what a request needs is there before requests are sent to it; what only the old model needed goes when all run the new
 * one.
 */
public final class Conductor implements AutoCloseable {
    private final List<Plane> planes;
    private final Board board;
    private final Map<String, Long> confirmed = new ConcurrentHashMap<>();
    private volatile Model running = Model.empty();

    public Conductor(List<Plane> planes, Board board) {
        this.planes = List.copyOf(planes);
        this.board = board;
    }

    /** Begins to hand over generations. */
    public void start() {
        board.watch(this::observe);
    }

    public Model running() {
        return running;
    }

    /** All problems that any plane sees. Changes nothing. */
    public List<Problem> check(Model model) {
        return planes.stream()
                .flatMap(p -> p.check(model).stream())
                .sorted(Problem.IN_READING_ORDER)
                .toList();
    }

    /** Puts the model in force on all planes, or on none. */
    public void apply(Model model) throws NotPrepared {
        prepare(model).activate();
    }

    /** A model that all planes can run. It is put in force or given up, once, before another is prepared. */
    public final class Ready {
        private final Model model;
        private final List<Plane.Prepared> prepared;

        private Ready(Model model, List<Plane.Prepared> prepared) {
            this.model = model;
            this.prepared = prepared;
        }

        /** Puts it in force on all planes. */
        public void activate() {
            synchronized (Conductor.this) {
                running = model;
                prepared.reversed().forEach(Plane.Prepared::activate);
                observe(board.now());
                prepared.forEach(Plane.Prepared::settle);
                observe(board.now());
            }
        }

        public void discard() {
            prepared.reversed().forEach(Plane.Prepared::discard);
        }
    }

    /** Has all planes allocate what the model needs, or none. */
    public Ready prepare(Model model) throws NotPrepared {
        return prepare(model, 0);
    }

    /** The same for a model that nodes agreed on, under a number that grows with each. */
    public synchronized Ready prepare(Model model, long edition) throws NotPrepared {
        List<Problem> problems = check(model);
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
        var ready = new ArrayList<Plane.Prepared>();
        try {
            for (Plane plane : planes) {
                ready.add(plane.prepare(model, edition));
            }
        } catch (NotPrepared | RuntimeException e) {
            ready.reversed().forEach(Plane.Prepared::discard);
            throw e;
        }
        return new Ready(model, ready);
    }

    private void observe(Snapshot snapshot) {
        for (Plane plane : planes) {
            long generation = plane.observe(snapshot);
            confirmed.put(plane.name(), generation);
            board.confirm(plane.name(), generation);
        }
    }

    /** By plane, the generation it runs. */
    public Map<String, Long> confirmed() {
        var ordered = new LinkedHashMap<String, Long>();
        planes.forEach(p -> ordered.put(p.name(), confirmed.getOrDefault(p.name(), 0L)));
        return ordered;
    }

    public List<Plane> planes() {
        return planes;
    }

    /** Drains plane by plane. */
    public void quiesce(Deadline deadline) {
        planes.forEach(p -> p.quiesce(deadline));
    }

    @Override
    public void close() {
        planes.forEach(Plane::close);
    }
}
