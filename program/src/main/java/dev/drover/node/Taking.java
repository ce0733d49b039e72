package dev.drover.node;

import dev.drover.model.read.Read;
import dev.drover.node.ModelStore.Kept;
import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.SharedModels.Word;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Proposal;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest model of the cluster as this node takes it: in force and kept, or with the reasons why not, and then tried again now and
 * then. One thread at a time changes it, any may ask.
 */
final class Taking {
    private static final Logger LOG = System.getLogger(Taking.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /** Problems told to the others: each node keeps what all say. */
    private static final int MOST = 10;

    private final Changes changes;
    private final Ticker ticker;
    private volatile Reached reached = Reached.NOTHING;
    private long triedAt;

    /** The newest generation that this node came to, and why it cannot run it. */
    private record Reached(long generation, List<String> problems) {
        static final Reached NOTHING = new Reached(0, List.of());

        boolean runs() {
            return problems.isEmpty();
        }
    }

    Taking(Changes changes, Ticker ticker) {
        this.changes = changes;
        this.ticker = ticker;
    }

    /** The generation of the cluster that is in force here; 0: none. */
    long runs() {
        Reached now = reached;
        return now.runs() ? now.generation() : running();
    }

    private long running() {
        return changes.newest().map(Kept::generation).orElse(0L);
    }

    /** What this node makes of the newest; null before it came to it. */
    @Nullable
    Word word(Stored newest) {
        Reached now = reached;
        return now.generation() == newest.generation() ? new Word(now.generation(), runs(), now.problems()) : null;
    }

    /** This node went back by itself: whatever the cluster's newest is, it is to be taken again. */
    void forget() {
        reached = Reached.NOTHING;
    }

    /** Whether there is anything to be taken. */
    boolean isDue(Stored newest) {
        Reached now = reached;
        boolean there = now.generation() == newest.generation();
        return !there || (!now.runs() && ticker.nanos() - triedAt >= AGAIN.toNanos());
    }

    /** Takes what this node proposed itself. */
    Version propose(Stored next, Source source, Changes.Consent consent) throws Refused {
        Version version = changes.take(kept(next, source), consent);
        reached = new Reached(next.generation(), List.of());
        return version;
    }

    /** Takes what was stored, by whomever. */
    void take(Stored newest, Source source) {
        triedAt = ticker.nanos();
        Kept theirs = kept(newest, here(source));
        try {
            Kept mine = changes.newest().orElseThrow();
            if (!isSame(mine, theirs)) {
                announce(newest, mine, theirs);
                changes.take(theirs, Changes.Consent.NEEDED_BY_NOBODY);
            }
            reached = new Reached(newest.generation(), List.of());
        } catch (Refused e) {
            var now = new Reached(newest.generation(), told(e));
            if (!reached.equals(now)) {
                LOG.log(
                        Level.WARNING,
                        "generation {0} of {1} cannot run here, and generation {2} goes on: {3}",
                        newest.generation(),
                        newest.author(),
                        running(),
                        String.join("\n", now.problems()));
            }
            reached = now;
        }
    }

    private static List<String> told(Refused e) {
        return e.problems().isEmpty()
                ? List.of(String.valueOf(e.getMessage()))
                : e.problems().stream().limit(MOST).toList();
    }

    /** Whoever started this node with another file learns what becomes of it. */
    private void announce(Stored newest, Kept mine, Kept theirs) {
        String plan = "";
        if (reached == Reached.NOTHING && ModelTexts.read(theirs.source()) instanceof Read.Sound sound) {
            Proposal proposal = Proposals.between(mine.generation(), changes.model(), sound.model());
            plan = proposal.changed()
                    ? " in place of what this node ran:\n" + proposal.text().stripTrailing()
                    : "";
        }
        LOG.log(
                Level.INFO,
                "generation {0} of the cluster comes ({1}, by {2} on {3}){4}",
                newest.generation(),
                newest.how(),
                newest.author(),
                newest.node(),
                plan);
    }

    /** Notes that what this node runs stays, where that is so. */
    void settle(Stored newest) {
        Kept mine = changes.newest().orElseThrow();
        boolean news = reached.runs() && newest.confirmBy() == null && mine.confirmBy() != null;
        if (!news || mine.generation() != newest.generation()) {
            return;
        }
        try {
            changes.settle(kept(newest, mine.source()));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "that generation {0} is confirmed cannot be kept yet: {1}",
                    newest.generation(),
                    DataFolder.reason(e));
        }
    }

    private static Kept kept(Stored theirs, Source source) {
        return new Kept(
                theirs.generation(),
                theirs.author(),
                theirs.at(),
                theirs.how(),
                theirs.confirmBy(),
                theirs.backTo(),
                source);
    }

    /** What matters of it to a restart. */
    private static boolean isSame(Kept mine, Kept theirs) {
        return mine.generation() == theirs.generation()
                && mine.author().equals(theirs.author())
                && mine.at().truncatedTo(ChronoUnit.MILLIS).equals(theirs.at())
                && mine.source().texts().equals(theirs.source().texts());
    }

    /** Relative paths begin where this node's own file lies, not where that of another node does. */
    Source here(Source source) {
        String folder = changes.newest().map(k -> k.source().folder()).orElse(source.folder());
        return new Source(folder, source.texts());
    }
}
