package dev.drover.plane;

import dev.drover.board.InstanceId;

/** Port: what live traffic saw of an instance. Offered by health, asked for by the gateway. */
public interface Evidence {
    /** A place to report for one instance; single-threaded: one per event loop. Closed when the loop no longer uses it. */
    Sink open(InstanceId id);

    /** Cheap enough to be told of every request: it counts. */
    interface Sink extends AutoCloseable {
        void success();

        void failure(Failure failure);

        @Override
        void close();
    }

    enum Failure {
        CONNECT,
        RESET,
        TIMEOUT,
        GARBAGE,
        STATUS_5XX
    }

    /** Nobody listens. */
    static Evidence none() {
        Sink deaf = new Sink() {
            @Override
            public void success() {}

            @Override
            public void failure(Failure failure) {}

            @Override
            public void close() {}
        };
        return id -> deaf;
    }
}
