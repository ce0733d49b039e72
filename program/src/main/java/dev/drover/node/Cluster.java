package dev.drover.node;

import dev.drover.model.Model;
import dev.drover.model.read.Read;
import dev.drover.plane.SharedModels;
import dev.drover.plane.SharedModels.NotStored;
import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a node that shares its model with others: a model is stored where all find it, if nobody stored another meanwhile, and
 * every node takes it from there ({@link Follower}). A node for itself applies its models alone.
 *
 * <p>What this node could not run itself is not stored: it has prepared the model when it stores it, and puts it in force then.
 */
final class Cluster implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Cluster.class.getName());

    /** After so long without the others a change that nobody confirmed in time is taken back here alone. */
    private static final Duration OUT_OF_REACH = Duration.ofSeconds(30);

    private final SharedModels shared;
    private final Changes changes;
    private final String node;
    private final Ticker ticker;
    private final Follower follower;

    Cluster(SharedModels shared, Changes changes, String node, Ticker ticker) {
        this.shared = shared;
        this.changes = changes;
        this.node = node;
        this.ticker = ticker;
        this.follower = new Follower(shared, changes, node, ticker, this::store);
    }

    void begin() {
        follower.begin();
    }

    /** Whether the nodes agreed on a model, and this one knows of it. */
    private Optional<Stored> newest() {
        return shared.isShared() ? shared.all().stream().findFirst() : Optional.empty();
    }

    Version insist(Source source, String author) throws Refused {
        follower.insist(source, author);
        return changes.start(source, author);
    }

    Version apply(Source source, String author, @Nullable Duration confirmWithin, @Nullable Long base) throws Refused {
        if (!shared.isShared()) {
            return changes.apply(source, author, confirmWithin, base);
        }
        Stored newest = agreedUpon();
        if (newest.confirmBy() != null) {
            throw Changes.waits(newest.generation(), newest.confirmBy());
        }
        if (base != null && base != newest.generation()) {
            throw Changes.meanwhile(newest.generation(), newest.author(), newest.at());
        }
        return follower.propose(next(newest, source, author, "apply", confirmWithin), source);
    }

    /** Applies the file of what is in force, as it reads now. */
    Version reload(String author) throws Refused {
        Source source = changes.reread();
        return changes.source().filter(source::equals).isPresent()
                ? changes.running().orElseThrow(Changes::starting)
                : apply(source, author, null, null);
    }

    /** The next generation, as from now. Times are kept in milliseconds. */
    private Stored next(Stored newest, Source source, String author, String how, @Nullable Duration confirmWithin) {
        Instant now = Changes.notBefore(newest.at(), ticker.instant().truncatedTo(ChronoUnit.MILLIS));
        Instant confirmBy = confirmWithin == null ? null : now.plus(confirmWithin);
        long before = newest.generation();
        return new Stored(before + 1, node, author, now, how, source.file(), confirmBy, before);
    }

    /** The newest model, if another can be stored after it. */
    private Stored agreedUpon() throws Refused {
        Optional<Instant> silent = shared.silentSince();
        if (silent.isPresent() || !shared.isKnown()) {
            throw outOfReach("the registry cannot be written"
                    + silent.map(s -> " since " + s.truncatedTo(ChronoUnit.SECONDS))
                            .orElse(""));
        }
        follower.follow();
        return newest().orElseThrow(() ->
                new Refused(Refused.Cause.CONFLICT, "the nodes have not agreed on a first model yet: try again soon"));
    }

    private static Refused outOfReach(String why) {
        return new Refused(
                Refused.Cause.FAILED,
                "the nodes cannot agree on another model: " + why
                        + "; nothing was changed, and all go on with what they run (drover status tells more)");
    }

    /** Stores what this node is about to run. */
    private void store(Stored next, Source source, long after) throws Refused {
        try {
            if (!shared.store(next, source, after)) {
                Stored other = newest().orElse(next);
                throw Changes.meanwhile(other.generation(), other.author(), other.at());
            }
        } catch (NotStored e) {
            throw e.maybeDone()
                    ? new Refused(
                            Refused.Cause.FAILED,
                            "the registry did not answer whether generation " + next.generation() + " is stored ("
                                    + e.getMessage() + "); if it is, this node follows: see drover history")
                    : outOfReach(String.valueOf(e.getMessage()));
        }
    }

    Version confirm(String author) throws Refused {
        if (newest().isEmpty()) {
            return changes.confirm(author);
        }
        Stored newest = agreedUpon();
        try {
            if (!shared.confirm(newest.generation(), author)) {
                throw new Refused(Refused.Cause.CONFLICT, "nothing waits to be confirmed");
            }
        } catch (NotStored e) {
            throw new Refused(
                    Refused.Cause.FAILED,
                    "the confirmation cannot be kept: " + e.getMessage() + "; the time limit goes on");
        }
        follower.follow();
        return version(newest().orElse(newest));
    }

    /** Applies an earlier model again, everywhere. */
    Version rollback(@Nullable Long generation, String author) throws Refused {
        if (!shared.isShared()) {
            return changes.rollback(generation, author);
        }
        Stored newest = agreedUpon();
        long back = generation == null ? newest.backTo() : generation;
        if (back == 0) {
            throw new Refused(
                    Refused.Cause.CONFLICT,
                    "generation " + newest.generation() + " is the first of the cluster: nothing ran before it");
        }
        Source source = shared.source(back).orElseThrow(() -> Changes.notKept(back));
        return follower.propose(
                next(newest, source, author, "rollback to " + back, null),
                follower.taking().here(source));
    }

    /** What a file would change in the cluster, whatever this node can run of it. */
    Proposal propose(Source source) throws Refused {
        Optional<Stored> newest = newest();
        if (newest.isEmpty() || follower.taking().runs() == newest.get().generation()) {
            return changes.propose(source);
        }
        long base = newest.get().generation();
        Model from = shared.source(base)
                .map(follower.taking()::here)
                .map(ModelTexts::read)
                .map(read -> read instanceof Read.Sound sound ? sound.model() : changes.model())
                .orElse(changes.model());
        return changes.propose(source, base, from);
    }

    List<Version> history() {
        return newest().isEmpty()
                ? changes.history()
                : shared.all().stream().map(this::version).toList();
    }

    private Version version(Stored one) {
        return new Version(
                one.generation(),
                one.author(),
                one.at(),
                one.how(),
                one.file(),
                one.confirmBy(),
                one.generation() == follower.taking().runs(),
                true);
    }

    /** What the nodes agreed on, and who runs it; empty for a node that shares its model with nobody. */
    Agreement agreement() throws Refused {
        return agreed().orElseThrow(() -> new Refused(
                Refused.Cause.UNKNOWN,
                shared.isShared()
                        ? "this node has not heard of a model that the nodes agreed on yet"
                        : "this node shares its model with nobody"));
    }

    /** The same, empty where there is none. */
    Optional<Agreement> agreed() {
        return newest().map(newest -> Roll.call(
                newest, shared, changes.model(), node, follower.taking().word(newest)));
    }

    /** Called now and then: puts back what was not confirmed in time. */
    void tick() {
        if (!shared.isShared() || (shared.isKnown() && shared.all().isEmpty())) {
            changes.tick();
            return;
        }
        Instant patience = ticker.instant().minus(OUT_OF_REACH);
        if (shared.silentSince().filter(patience::isAfter).isPresent() && changes.tickOutOfReach()) {
            LOG.log(Level.WARNING, "the other nodes were not asked: the registry is out of reach");
            follower.wentBack();
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
