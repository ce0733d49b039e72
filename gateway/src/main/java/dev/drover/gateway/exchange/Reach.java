package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Upstream;
import dev.drover.http.upstream.Pool;

/** An instance with this event loop's connections to it. */
final class Reach extends Upstream {
    private final Pool pool;

    Reach(Spec spec, Pool pool) {
        super(spec);
        this.pool = pool;
    }

    Pool pool() {
        return pool;
    }

    @Override
    public void retire() {
        pool.retire();
    }
}
