package dev.drover.node;

import dev.drover.model.Model;
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
import java.time.Duration;
import java.time.Instant;
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
    private final ModelTexts texts;
    private final Ticker ticker;
    private Instant triedAgainAt = Instant.MIN;
    private volatile boolean inForce;

    Changes(Conductor conductor, ModelStore store, OwnChecks checks, Ticker ticker) {
        this.conductor = conductor;
        this.store = store;
        this.texts = new ModelTexts(conductor, checks);
        this.ticker = ticker;
    }

    /** Puts the newest kept model in force, if any was ever applied. */
    synchronized void resume() throws Refused {
        Optional<Kept> newest = store.newest();
        if (newest.isPresent()) {
            activate(sound(newest.get().source()), newest.get().edition());
        }
    }

    /** The first model of a new node, or one that {@code up} was told to apply. */
    synchronized Version start(Source source, String author) throws Refused {
        return put(source, author, "up", null);
    }

    synchronized Version apply(Source source, String author, @Nullable Duration confirmWithin, @Nullable Long base)
            throws Refused {
        Kept waiting = waiting();
        if (waiting != null && waiting.confirmBy() != null) {
            throw waits(waiting.generation(), waiting.confirmBy());
        }
        Kept newest = store.newest().orElse(null);
        if (base != null && newest != null && newest.generation() != base) {
            throw meanwhile(newest.generation(), newest.author(), newest.at());
        }
        return put(source, author, "apply", confirmWithin);
    }

    /** The file of what is in force, as it reads now. */
    synchronized Source reread() throws Refused {
        Source last = source().orElseThrow(() -> new Refused(Refused.Cause.CONFLICT, "nothing was ever applied"));
        return ModelTexts.reread(last);
    }

    static Refused starting() {
        return new Refused(
                Refused.Cause.CONFLICT,
                "this node is starting, and no model is in force yet\n  fix: again in a moment; drover status says when one is");
    }

    static Refused waits(long generation, Instant until) {
        return new Refused(
                Refused.Cause.CONFLICT,
                "generation " + generation + " waits to be confirmed until " + until
                        + ": first drover confirm, or drover rollback");
    }

    static Refused meanwhile(long generation, String author, Instant at) {
        return new Refused(
                Refused.Cause.CONFLICT,
                "generation " + generation + " was applied by " + author + " at " + at
                        + " meanwhile, and nothing was changed: see with drover plan what your file makes of it");
    }

    /** The other nodes' consent, asked for when this one can run a model and before it does. */
    interface Consent {
        Consent NEEDED_BY_NOBODY = () -> {};

        void ask() throws Refused;
    }

    /** Puts a model of the cluster in force, under the number it has there. */
    synchronized Version take(Kept theirs, Consent consent) throws Refused {
        return put(theirs, consent);
    }

    /** Notes that the cluster's model in force stays. */
    synchronized void settle(Kept theirs) throws IOException {
        store.replaceNewest(theirs);
    }

    Optional<Kept> newest() {
        return store.newest();
    }

    synchronized Version confirm(String author) throws Refused {
        Kept waiting = waiting();
        if (waiting == null) {
            throw new Refused(Refused.Cause.CONFLICT, "nothing waits to be confirmed");
        }
        Kept confirmed = waiting.confirmed(author);
        try {
            store.replaceNewest(confirmed);
        } catch (IOException e) {
            throw new Refused(
                    Refused.Cause.FAILED,
                    "the confirmation cannot be kept: " + DataFolder.reason(e) + "; the time limit goes on");
        }
        return version(confirmed, true);
    }

    /** Applies an earlier model again, as a new generation; by default the one that ran before. */
    synchronized Version rollback(@Nullable Long generation, String author) throws Refused {
        Kept newest = store.newest().orElseThrow(() -> new Refused(Refused.Cause.CONFLICT, "nothing was ever applied"));
        long back = generation == null ? newest.backTo() : generation;
        if (back == 0) {
            throw new Refused(Refused.Cause.CONFLICT, "generation 1 is the first: nothing ran before it");
        }
        return back(back, author, "rollback to " + back, false);
    }

    /** @param same whether it keeps its number and its time, or is the next one */
    private Version back(long generation, String author, String how, boolean same) throws Refused {
        Kept wanted = kept(generation).orElseThrow(() -> notKept(generation));
        long before = store.newest().map(Kept::generation).orElse(0L);
        long number = same ? generation : store.next();
        Instant at = same ? wanted.at() : now();
        return put(new Kept(number, author, at, how, null, before, wanted.source()), Consent.NEEDED_BY_NOBODY);
    }

    static Refused notKept(long generation) {
        return new Refused(
                Refused.Cause.UNKNOWN,
                "generation " + generation + " is not kept: drover history lists those that are");
    }

    private Optional<Kept> kept(long generation) throws Refused {
        try {
            return store.of(generation);
        } catch (Unusable e) {
            throw new Refused(Refused.Cause.FAILED, String.valueOf(e.getMessage()));
        }
    }

    synchronized List<Version> history() {
        Kept newest = store.newest().orElse(null);
        return store.all().stream().map(k -> version(k, k == newest)).toList();
    }

    /** The model in force; waits for no change that is under way. Empty also while that of a node that starts again is about to be. */
    Optional<Version> running() {
        return inForce ? store.newest().map(k -> version(k, true)) : Optional.empty();
    }

    /** The texts of the model in force. */
    synchronized Optional<Source> source() {
        return store.newest().map(Kept::source);
    }

    /** Called now and then: puts back what was not confirmed in time. */
    synchronized void tick() {
        expire("", false);
    }

    /**
     * The same on a node that cannot ask the others whether it was confirmed, so that a change that cut it off is undone as well.
     * What comes back keeps its number and its time: the next ones are the cluster's, and secondaries of zones know it by them. Whether anything
     * was put back.
     */
    synchronized boolean tickOutOfReach() {
        return expire(", and the other nodes are out of reach", true);
    }

    private boolean expire(String besides, boolean same) {
        Kept waiting = waiting();
        Instant now = ticker.instant();
        if (waiting == null || waiting.confirmBy() == null || now.isBefore(waiting.confirmBy())) {
            return false;
        }
        if (now.isBefore(triedAgainAt)) {
            return false;
        }
        try {
            String how = "not confirmed in time" + besides + ": back to " + waiting.backTo();
            back(waiting.backTo(), "drover", how, same);
            LOG.log(
                    Level.WARNING,
                    "generation {0} was not confirmed in time; back to {1}",
                    waiting.generation(),
                    waiting.backTo());
            return true;
        } catch (Refused e) {
            triedAgainAt = now.plusSeconds(10);
            LOG.log(
                    Level.ERROR,
                    "generation {0} was not confirmed, and {1} cannot come back: {2}",
                    waiting.generation(),
                    waiting.backTo(),
                    e.getMessage());
            return false;
        }
    }

    private @Nullable Kept waiting() {
        return store.newest().filter(k -> k.confirmBy() != null).orElse(null);
    }

    private static Version version(Kept kept, boolean running) {
        return new Version(
                kept.generation(),
                kept.author(),
                kept.at(),
                kept.how(),
                kept.source().file(),
                kept.confirmBy(),
                running,
                false);
    }

    private Version put(Source source, String author, String how, @Nullable Duration confirmWithin) throws Refused {
        long before = store.newest().map(Kept::generation).orElse(0L);
        Instant now = now();
        Instant confirmBy = confirmWithin == null ? null : now.plus(confirmWithin);
        return put(new Kept(store.next(), author, now, how, confirmBy, before, source), Consent.NEEDED_BY_NOBODY);
    }

    /** Times of models never fall, whatever becomes of the clock. */
    private Instant now() {
        return notBefore(store.newest().map(Kept::at).orElse(Instant.MIN), ticker.instant());
    }

    static Instant notBefore(Instant earlier, Instant now) {
        return now.isBefore(earlier) ? earlier : now;
    }

    private Version put(Kept kept, Consent consent) throws Refused {
        Model model = sound(kept.source());
        Model ran = conductor.running();
        long before = store.newest().map(Kept::edition).orElse(0L);
        long last = store.newest().map(Kept::generation).orElse(0L);
        ModelStore.Staged staged;
        try {
            staged = store.stage(kept);
        } catch (IOException e) {
            throw notKept(e);
        }
        try {
            agreed(model, kept.edition(), consent).activate();
        } catch (Refused e) {
            staged.discard();
            throw e;
        }
        try {
            staged.commit();
        } catch (IOException e) {
            staged.discard();
            activate(ran, before);
            throw consent == Consent.NEEDED_BY_NOBODY ? notKept(e) : agreedYetNotKept(kept.generation(), last, e);
        }
        inForce = true;
        return version(kept, true);
    }

    private static Refused notKept(IOException e) {
        return new Refused(
                Refused.Cause.FAILED, "the model cannot be kept: " + DataFolder.reason(e) + "; nothing was changed");
    }

    /** The others have it by then, and nothing takes it back. */
    private static Refused agreedYetNotKept(long generation, long before, IOException e) {
        return new Refused(
                Refused.Cause.FAILED,
                "generation " + generation
                        + " is agreed on, and the other nodes take it; this one cannot write it down and goes on with "
                        + "generation " + before + ": " + DataFolder.reason(e)
                        + "; make room, and it follows by itself (drover status shows who runs what)");
    }

    private Conductor.Ready agreed(Model model, long edition, Consent consent) throws Refused {
        Conductor.Ready ready = prepare(model, edition);
        try {
            consent.ask();
            return ready;
        } catch (Refused | RuntimeException e) {
            ready.discard();
            throw e;
        }
    }

    private void activate(Model model, long edition) throws Refused {
        prepare(model, edition).activate();
        inForce = true;
    }

    private Conductor.Ready prepare(Model model, long edition) throws Refused {
        try {
            return conductor.prepare(model, edition);
        } catch (NotPrepared e) {
            throw new Refused(Refused.Cause.FAILED, "the model cannot be put in force", ModelTexts.words(e.problems()));
        }
    }

    /** The model, free of problems that can be seen without touching anything. */
    Model sound(Source source) throws Refused {
        return texts.sound(source);
    }

    Proposal propose(Source source) throws Refused {
        return propose(source, store.newest().map(Kept::generation).orElse(0L), conductor.running());
    }

    /** What it would change where this model runs. */
    Proposal propose(Source source, long base, Model from) throws Refused {
        return Proposals.between(base, from, sound(source));
    }

    Model model() {
        return conductor.running();
    }
}
