package dev.drover.node;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.node.ModelStore.Kept;
import dev.drover.plane.Conductor;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models of a node, one after the other: each is on disk before it is in force, and in force before it has its number.
 *
 * <p>A model applied under a time limit is put back when the limit passes unconfirmed, also when the node was down meanwhile:
 * the limit is kept with the model.
 */
final class Changes {
    private static final Logger LOG = System.getLogger(Changes.class.getName());

    private final Conductor conductor;
    private final ModelStore store;
    private final OwnChecks checks;
    private final Ticker ticker;
    private Instant triedAgainAt = Instant.MIN;

    Changes(Conductor conductor, ModelStore store, OwnChecks checks, Ticker ticker) {
        this.conductor = conductor;
        this.store = store;
        this.checks = checks;
        this.ticker = ticker;
    }

    /** Puts the newest kept model in force; empty if none was ever applied. */
    synchronized Optional<Version> resume() throws Refused {
        Optional<Kept> newest = store.newest();
        if (newest.isPresent()) {
            Kept kept = newest.get();
            activate(sound(kept.source()));
            tick();
        }
        return running();
    }

    /** The first model of a new node, or one that {@code up} was told to apply. */
    synchronized Version start(Source source, String author) throws Refused {
        return put(source, author, "up", null);
    }

    synchronized Version apply(Source source, String author, @Nullable Duration confirmWithin) throws Refused {
        Kept waiting = waiting();
        if (waiting != null) {
            throw new Refused(
                    Refused.Cause.CONFLICT,
                    "generation " + waiting.generation() + " waits to be confirmed until " + waiting.confirmBy()
                            + ": first drover confirm, or drover rollback");
        }
        return put(source, author, "apply", confirmWithin);
    }

    /** Applies the file of what is in force, as it reads now. */
    synchronized Version reload(String author) throws Refused {
        Source last = source().orElseThrow(() -> new Refused(Refused.Cause.CONFLICT, "nothing was ever applied"));
        return switch (ModelReader.read(Path.of(last.file()))) {
            case Read.Refused refused -> {
                List<String> problems = texts(refused.problems());
                throw new Refused(Refused.Cause.BAD_INPUT, count(problems) + "; nothing was changed", problems);
            }
            case Read.Sound sound -> {
                var source = new Source(last.folder(), sound.sources().texts());
                yield source.equals(last) ? running().orElseThrow() : apply(source, author, null);
            }
        };
    }

    synchronized Version confirm(String author) throws Refused {
        Kept waiting = waiting();
        if (waiting == null) {
            throw new Refused(Refused.Cause.CONFLICT, "nothing waits to be confirmed");
        }
        try {
            store.replace(waiting.confirmed(author));
        } catch (IOException e) {
            throw new Refused(
                    Refused.Cause.FAILED,
                    "the confirmation cannot be kept: " + DataFolder.reason(e) + "; the time limit goes on");
        }
        return running().orElseThrow();
    }

    /** Applies an earlier model again, as a new generation; by default the one that ran before. */
    synchronized Version rollback(@Nullable Long generation, String author) throws Refused {
        Kept newest = store.newest().orElseThrow(() -> new Refused(Refused.Cause.CONFLICT, "nothing was ever applied"));
        long back = generation == null ? newest.backTo() : generation;
        if (back == 0) {
            throw new Refused(Refused.Cause.CONFLICT, "generation 1 is the first: nothing ran before it");
        }
        return back(back, author, "rollback to " + back);
    }

    private Version back(long generation, String author, String how) throws Refused {
        Kept wanted = kept(generation)
                .orElseThrow(() -> new Refused(
                        Refused.Cause.UNKNOWN,
                        "generation " + generation + " is not kept: drover history lists those that are"));
        return put(wanted.source(), author, how, null);
    }

    private Optional<Kept> kept(long generation) throws Refused {
        try {
            return store.of(generation);
        } catch (Unusable e) {
            throw new Refused(Refused.Cause.FAILED, String.valueOf(e.getMessage()));
        }
    }

    synchronized List<Version> history() {
        long running = store.newest().map(Kept::generation).orElse(0L);
        return store.all().stream().map(k -> version(k, running)).toList();
    }

    /** The model in force; waits for no change that is under way. */
    Optional<Version> running() {
        return store.newest().map(k -> version(k, k.generation()));
    }

    /** The texts of the model in force. */
    synchronized Optional<Source> source() {
        return store.newest().map(Kept::source);
    }

    /** Called now and then: puts back what was not confirmed in time. */
    synchronized void tick() {
        Kept waiting = waiting();
        Instant now = ticker.instant();
        if (waiting == null || waiting.confirmBy() == null || now.isBefore(waiting.confirmBy())) {
            return;
        }
        if (now.isBefore(triedAgainAt)) {
            return;
        }
        try {
            back(waiting.backTo(), "drover", "not confirmed in time: back to " + waiting.backTo());
            LOG.log(
                    Level.WARNING,
                    "generation {0} was not confirmed in time; back to {1}",
                    waiting.generation(),
                    waiting.backTo());
        } catch (Refused e) {
            triedAgainAt = now.plusSeconds(10);
            LOG.log(
                    Level.ERROR,
                    "generation {0} was not confirmed, and {1} cannot come back: {2}",
                    waiting.generation(),
                    waiting.backTo(),
                    e.getMessage());
        }
    }

    private @Nullable Kept waiting() {
        return store.newest().filter(k -> k.confirmBy() != null).orElse(null);
    }

    private static Version version(Kept kept, long running) {
        return new Version(
                kept.generation(),
                kept.author(),
                kept.at(),
                kept.how(),
                kept.source().file(),
                kept.confirmBy(),
                kept.generation() == running);
    }

    private Version put(Source source, String author, String how, @Nullable Duration confirmWithin) throws Refused {
        Model model = sound(source);
        long before = store.newest().map(Kept::generation).orElse(0L);
        Instant now = ticker.instant();
        Instant confirmBy = confirmWithin == null ? null : now.plus(confirmWithin);
        var kept = new Kept(store.next(), author, now, how, confirmBy, before, source);
        Model ran = conductor.running();
        ModelStore.Staged staged;
        try {
            staged = store.stage(kept);
        } catch (IOException e) {
            throw notKept(e);
        }
        try {
            activate(model);
        } catch (Refused e) {
            staged.discard();
            throw e;
        }
        try {
            staged.commit();
        } catch (IOException e) {
            staged.discard();
            activate(ran);
            throw notKept(e);
        }
        return version(kept, kept.generation());
    }

    private static Refused notKept(IOException e) {
        return new Refused(
                Refused.Cause.FAILED, "the model cannot be kept: " + DataFolder.reason(e) + "; nothing was changed");
    }

    private void activate(Model model) throws Refused {
        try {
            conductor.apply(model);
        } catch (NotPrepared e) {
            throw new Refused(Refused.Cause.FAILED, "the model cannot be put in force", texts(e.problems()));
        }
    }

    /** The model, free of problems that can be seen without touching anything. */
    Model sound(Source source) throws Refused {
        List<String> problems = new ArrayList<>();
        Model model = null;
        switch (read(source)) {
            case Read.Refused refused -> problems.addAll(texts(refused.problems()));
            case Read.Sound sound -> {
                model = sound.model();
                problems.addAll(texts(checks.check(model)));
                problems.addAll(texts(conductor.check(model)));
            }
        }
        if (model == null || !problems.isEmpty()) {
            throw new Refused(Refused.Cause.BAD_INPUT, count(problems), problems);
        }
        return model;
    }

    private static String count(List<String> problems) {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }

    Proposal propose(Source source) throws Refused {
        Model wanted = sound(source);
        long base = store.newest().map(Kept::generation).orElse(0L);
        return Proposals.between(base, conductor.running(), wanted);
    }

    static Read read(Source source) {
        return ModelReader.read(new Sources(Path.of(source.folder()), source.texts()));
    }

    static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
