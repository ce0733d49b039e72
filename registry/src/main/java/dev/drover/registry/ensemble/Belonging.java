package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import dev.drover.registry.store.Coordinator;
import java.io.IOException;
import java.util.List;

/** What a node has to do with an ensemble of Drover's own while it runs: it belongs to it, or it is its client. */
public interface Belonging extends Coordinator {
    /** From now on these shall belong to the ensemble. Returns at once; what follows from it happens by itself. */
    void want(List<Place> members);

    /** Where clients ask. */
    String connect();

    /** Looks who is there, and asks who belongs to it where that can be asked. */
    Census look() throws InterruptedException;

    /**
     * Ends the vote of whoever sits at an address, whether it runs or not.
     *
     * @return whether somebody sat there
     */
    boolean leave(String address) throws Unavailable, InterruptedException;

    /**
     * Takes up this node's seat again after it left.
     *
     * @throws IOException why that cannot be
     */
    void join() throws IOException;

    /** Whether this node had a seat, and gave it up or lost it. */
    boolean hasLeft();
}
