package dev.drover.health;

import dev.drover.board.InstanceId;
import dev.drover.plane.Vantages;

/** Who measures what when several nodes do; by default this one alone everything. */
final class VoteDesk implements Vantages {
    private static final Sharing ALONE = new Sharing() {
        @Override
        public boolean isMine(InstanceId id) {
            return true;
        }

        @Override
        public void measured(InstanceId id, Vote vote) {}

        @Override
        public void dropped(InstanceId id) {}
    };

    private final Runnable divided;
    private volatile Sharing sharing = ALONE;

    /** @param divided called when who measures what may have changed */
    VoteDesk(Runnable divided) {
        this.divided = divided;
    }

    Sharing sharing() {
        return sharing;
    }

    @Override
    public void share(Sharing now) {
        sharing = now;
        divided.run();
    }

    @Override
    public void alone() {
        share(ALONE);
    }
}
