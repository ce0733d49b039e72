package dev.drover.plane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SequencedMap;

/** Port: requests as they end, for somebody who watches. Offered by the gateway, asked for by the admin API. */
public interface Tail {
    /** Begins to watch. Every watcher has its own bounded queue; what does not fit is dropped and counted. */
    Watch open(Filter filter);

    /**
     * Which requests are wanted. All conditions must hold.
     *
     * @param route name of the route that matched
     * @param service name of the service that was asked
     * @param statusFrom lowest status, 0 for none
     * @param statusTo highest status
     */
    record Filter(Optional<String> route, Optional<String> service, int statusFrom, int statusTo) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), 0, 999);

        public boolean takes(Line line) {
            return statusFrom <= line.status()
                    && line.status() <= statusTo
                    && route.map(line.route()::equals).orElse(true)
                    && service.map(line.service()::equals).orElse(true);
        }
    }

    /** One watcher. Used by one thread. */
    interface Watch extends AutoCloseable {
        /** The next request, or empty when {@code longest} has passed. */
        Optional<Line> next(Duration longest) throws InterruptedException;

        /** Requests that did not fit so far. */
        long dropped();

        @Override
        void close();
    }

    /**
     * A request that ended.
     *
     * @param status sent to the client; 0 if none was
     * @param received bytes of the request
     * @param sent bytes of the response
     * @param route empty if none matched
     * @param service empty if none was asked
     * @param instance empty if none was asked
     * @param end {@code answered}, or how it broke off
     * @param stages by state of the timeline, in its order, those that took time
     */
    record Line(
            Instant at,
            String id,
            String trace,
            String client,
            String method,
            String host,
            String target,
            int status,
            long received,
            long sent,
            Duration took,
            String route,
            String service,
            String instance,
            int attempts,
            String end,
            SequencedMap<String, Duration> stages) {}

    /** Nothing is ever seen. */
    static Tail none() {
        return filter -> new Watch() {
            @Override
            public Optional<Line> next(Duration longest) throws InterruptedException {
                Thread.sleep(longest);
                return Optional.empty();
            }

            @Override
            public long dropped() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
