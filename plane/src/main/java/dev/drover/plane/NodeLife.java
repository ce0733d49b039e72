package dev.drover.plane;

import dev.drover.plane.control.Refused;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Port: what the clients of a plane may ask of the node as a whole. Offered by the node, asked for by the registry. */
public interface NodeLife {
    /**
     * Reads the file of the model in force anew and puts it in force; returns when that has happened, and changes nothing where the
     * file still says the same.
     */
    void reload(String by) throws Refused, InterruptedException;

    /** Drains and ends. Returns before it has happened. */
    void end(String by);

    /** Where its console listens; empty where it does not yet. */
    Optional<InetSocketAddress> console();

    /** Of a plane without a node. */
    static NodeLife none() {
        return new NodeLife() {
            @Override
            public void reload(String by) throws Refused {
                throw new Refused(Refused.Cause.CONFLICT, "no node runs here");
            }

            @Override
            public void end(String by) {}

            @Override
            public Optional<InetSocketAddress> console() {
                return Optional.empty();
            }
        };
    }
}
