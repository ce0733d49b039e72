package dev.drover.node;

import dev.drover.plane.NodeLife;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** What the clients of planes ask of the node as a whole. */
final class OwnLife implements NodeLife {
    private static final Logger LOG = System.getLogger(OwnLife.class.getName());

    private final Cluster cluster;
    private final Supplier<Optional<InetSocketAddress>> console;
    private final Runnable stop;

    OwnLife(Cluster cluster, Supplier<Optional<InetSocketAddress>> console, Runnable stop) {
        this.cluster = cluster;
        this.console = console;
        this.stop = stop;
    }

    /** On a thread of its own: the change may close the connection it was asked on, and its thread with it. */
    @Override
    public void reload(String by) throws Refused, InterruptedException {
        var task = new FutureTask<Version>(() -> cluster.reload(by));
        Thread.ofVirtual().name("reload").start(task);
        try {
            LOG.log(
                    Level.INFO,
                    "{0} had the file read anew: generation {1}",
                    by,
                    task.get().generation());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public Optional<InetSocketAddress> console() {
        return console.get();
    }

    @Override
    public void end(String by) {
        LOG.log(Level.INFO, "{0} asked this node to end", by);
        stop.run();
    }
}
