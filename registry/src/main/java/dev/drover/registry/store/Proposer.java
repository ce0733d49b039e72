package dev.drover.registry.store;

import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Who writes this node's commands to the log: one thread, one entry at a time, into which go all commands that came while the last
 * was written. So a burst costs few writes, and a lone command waits for nobody.
 */
final class Proposer {
    /** How much goes into one entry; one command alone may be larger, up to what ZooKeeper takes. */
    private static final int ENTRY = 256 << 10;

    /** ZooKeeper's {@code jute.maxbuffer} is 1 MiB for a whole request. */
    private static final int LARGEST = 1_000_000;

    private static final System.Logger LOG = System.getLogger(Proposer.class.getName());

    private final String name;
    private final Log log;
    private final Link link;
    private final Applier applier;
    private final Ticker ticker;
    private final BlockingQueue<Proposal> queue = new LinkedBlockingQueue<>();
    private final Map<Long, List<Proposal>> underWay = new ConcurrentHashMap<>();
    private @Nullable Proposal carried;
    private long entries;

    /** A command that waits for its outcome. It is withdrawn, or sent, whichever comes first. */
    private static final class Proposal {
        final byte[] command;
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();

        Proposal(byte[] command) {
            this.command = command;
        }

        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    /** @param name unlike any other proposer's */
    Proposer(String name, Log log, Link link, Applier applier, Ticker ticker) {
        this.name = name;
        this.log = log;
        this.link = link;
        this.applier = applier;
        this.ticker = ticker;
    }

    Outcome propose(Command command, Duration atMost) throws Unavailable, InterruptedException {
        var proposal = new Proposal(Codec.encode(command));
        if (proposal.command.length > LARGEST) {
            return new Outcome.Refused(
                    0, "Request is too large: " + proposal.command.length + " bytes as JSON (at most " + LARGEST + ")");
        }
        queue.add(proposal);
        try {
            return proposal.outcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable("No cluster leader", !proposal.take());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Unavailable failure
                    ? failure
                    : new Unavailable(String.valueOf(e.getCause()), true);
        }
    }

    /** An entry was applied here; whoever waits for it learns its outcomes. */
    void applied(Codec.Entry entry, List<Outcome> outcomes) {
        var batch = entry.writer().equals(name) ? underWay.remove(entry.number()) : null;
        if (batch != null) {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome.complete(outcomes.get(i));
            }
        }
    }

    /** Writes until closed. */
    void run() {
        try {
            while (!link.isClosed()) {
                var batch = next();
                try {
                    if (!batch.isEmpty()) {
                        write(batch);
                    }
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "what was to be written failed by our own fault", e);
                    fail(batch, "internal error", true);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.forEach(p -> p.outcome.completeExceptionally(new Unavailable("shutting down", false)));
            underWay.values().forEach(all -> fail(all, "shutting down", true));
        }
    }

    private List<Proposal> next() throws InterruptedException {
        var batch = new ArrayList<Proposal>();
        int bytes = 0;
        var proposal = carried == null ? queue.take() : carried;
        carried = null;
        while (proposal != null) {
            if (!batch.isEmpty() && bytes + proposal.command.length > ENTRY) {
                carried = proposal;
                break;
            }
            batch.add(proposal);
            bytes += proposal.command.length;
            proposal = queue.poll();
        }
        link.awaitConnected();
        batch.removeIf(p -> !p.take());
        return batch;
    }

    private void write(List<Proposal> batch) throws InterruptedException {
        long number = entries++;
        underWay.put(number, batch);
        byte[] entry = Codec.encode(
                name,
                number,
                ticker.instant(),
                batch.stream().map(p -> p.command).toList());
        while (underWay.containsKey(number) && !link.isClosed()) {
            link.awaitConnected();
            try {
                applier.appended(log.append(entry));
                return;
            } catch (KeeperException.ConnectionLossException
                    | KeeperException.SessionExpiredException
                    | KeeperException.SessionMovedException
                    | KeeperException.RequestTimeoutException
                    | KeeperException.OperationTimeoutException
                    | KeeperException.NoNodeException
                            e) { // the last: nobody has made the log yet, which looking for it does
                LOG.log(Level.DEBUG, "entry {0} has an unknown fate: {1}", number, e.getMessage());
                applier.catchUp();
            } catch (KeeperException e) {
                LOG.log(Level.WARNING, "the registry cannot be written: {0}", e.getMessage());
                underWay.remove(number);
                fail(batch, "cannot be written: " + e.getMessage(), false);
            } finally {
                applier.look();
            }
        }
    }

    private static void fail(List<Proposal> batch, String why, boolean maybeDone) {
        batch.forEach(p -> p.outcome.completeExceptionally(new Unavailable(why, maybeDone)));
    }
}
