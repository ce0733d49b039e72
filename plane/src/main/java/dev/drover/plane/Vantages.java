package dev.drover.plane;

import dev.drover.board.InstanceId;

/**
 * Port: measuring together with other nodes. Offered by health, asked for by whoever joins what several nodes measure: the registry,
 * which tells by {@link Reports} what they say together.
 *
 * <p>It is about instances that several nodes can check: those of services that are declared with addresses and a check. Where nobody
 * shares, a node measures all of them alone.
 */
public interface Vantages {
    /** From now on this node checks its part only. Called again whenever the part may be another. */
    void share(Sharing sharing);

    /** From now on this node checks everything, and what it measures decides again where nothing is reported. */
    void alone();

    /** Who joins the measurements. Called from any thread; must be quick. */
    interface Sharing {
        /** Whether this node is one of those that check the instance. */
        boolean isMine(InstanceId id);

        /** What this node measures of one that is its, whenever that has changed. */
        void measured(InstanceId id, Vote vote);

        /** This node does not check the instance any more, be it gone or another's. */
        void dropped(InstanceId id);
    }

    /**
     * What one node measures of an instance.
     *
     * @param words evidence that an operator can check
     */
    record Vote(boolean passing, String words) {}
}
