package dev.drover.board;

import java.net.InetSocketAddress;
import java.util.List;

/** One wanted change of the board. */
public sealed interface Change {
    String service();

    /**
     * The instances of {@code service} that {@code source} knows of, all of them: what it no longer names is gone, what it
     * still names keeps its health and intent. What comes back is measured anew, yet an operator's wish for it still holds: a
     * drained instance stays drained though its name did not resolve for a minute. A service's instances are the union over its sources.
     *
     * @param source who knows them, such as {@code addresses} or {@code supervisor}
     */
    record Found(String service, String source, List<Known> instances) implements Change {
        public Found {
            instances = List.copyOf(instances);
        }
    }

    /** What a source knows of an instance. */
    record Known(String name, InetSocketAddress address, String origin, int weight) {}

    /** The service is no longer declared. */
    record Gone(String service) implements Change {}

    record Measure(InstanceId id, Measured measured) implements Change {
        @Override
        public String service() {
            return id.service();
        }
    }

    record Intend(InstanceId id, Intent intent) implements Change {
        @Override
        public String service() {
            return id.service();
        }
    }

    /** The rules changed (a new model): standings are decided again. */
    record Decide(String service) implements Change {}
}
