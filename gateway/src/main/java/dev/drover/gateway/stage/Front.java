package dev.drover.gateway.stage;

import dev.drover.model.Certificate;
import dev.drover.model.Listener;
import dev.drover.model.Network;
import dev.drover.model.Service;
import dev.drover.plane.NotPrepared;
import java.util.Collection;
import java.util.List;

/**
 * The node's connections, as the plane conducts them. Made by the exchange with the node's event loops; it asks the {@link Lane} of
 * a loop for everything that it does not see in bytes. Calls come from the control plane's threads.
 */
public interface Front extends AutoCloseable {
    /** Makes the upstreams of one event loop; may be asked before {@link #start}. */
    Upstream.Maker upstreams(int loop);

    /** The lanes, one per event loop, in the loops' order. Called once, before the first {@link Door#serve}. */
    void start(List<Lane> lanes);

    /** Reads chains and keys; what is wrong with any of them is said of all at once. They are read again when they change. */
    Keys load(Collection<Certificate> certificates) throws NotPrepared;

    /** Reads what is needed to speak TLS to instances, so that {@link Upstream.Maker#make} cannot fail for it later. */
    void trust(Collection<Service> services) throws NotPrepared;

    /** Binds the address on all loops. Nothing is accepted before {@link Door#serve}. */
    Door bind(Listener listener) throws NotPrepared;

    /** Idle client connections close now, busy ones after their present answer. Accepting goes on until the doors are closed. */
    void drain();

    /** Client connections that are open, upgraded ones among them. */
    int connections();

    /** Closes every connection. */
    @Override
    void close();

    /** Certificates that were read. */
    interface Keys extends AutoCloseable {
        @Override
        void close();
    }

    /** A bound address. */
    interface Door extends AutoCloseable {
        /**
         * Accepts from now on, or goes on with other settings for connections to come. Connections that are open stay as they are.
         *
         * @param listener declares the same address as the one that was bound
         * @param keys those of the whole model; the listener names its own
         */
        void serve(Listener listener, Keys keys, List<Network> trusted);

        /** Port that was bound: the declared one, or the one that the system chose for port 0. */
        int port();

        /** Accepts no more. Connections that are open stay. */
        @Override
        void close();
    }
}
