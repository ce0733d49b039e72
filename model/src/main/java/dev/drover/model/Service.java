package dev.drover.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A team's service: where its instances are, how its health is judged and how requests reach it.
 *
 * @param site where its instances stand; absent where each site has its own, or there is but one
 * @param concurrency most requests in flight to this service from one node; absent means no cap
 * @param pending what waits when a cap is reached
 * @param connections most connections from one node to one instance
 * @param tls how instances are spoken to; absent means plain TCP
 * @param slowStart time over which an instance that came up grows to its full weight; zero is off
 */
public record Service(
        Where where,
        String name,
        Optional<String> site,
        Instances instances,
        Health health,
        Balance balance,
        OptionalInt concurrency,
        Pending pending,
        int connections,
        Timeouts timeouts,
        Retry retry,
        Duration slowStart,
        Optional<UpstreamTls> tls) {
    public static final int DEFAULT_CONNECTIONS = 512;

    /** One of which no more is said than where its instances are. */
    public static Service byDefault(Where where, String name, Instances instances) {
        return new Service(
                where,
                name,
                Optional.empty(),
                instances,
                instances instanceof Instances.Registered ? Health.DEFAULT.registered() : Health.DEFAULT,
                new Balance.LeastRequests(),
                OptionalInt.empty(),
                Pending.DEFAULT,
                DEFAULT_CONNECTIONS,
                Timeouts.DEFAULT,
                Retry.DEFAULT,
                Duration.ZERO,
                Optional.empty());
    }

    /** Requests that wait when {@code concurrency} or {@code connections} is reached; beyond {@code limit}, 503 at once. */
    public record Pending(int limit, Duration timeout) {
        public static final Pending DEFAULT = new Pending(1024, Duration.ofSeconds(2));
    }

    /**
     * Time limits of one attempt, and of the whole.
     *
     * @param connect until the TCP (and TLS) handshake is done
     * @param head from the request's last byte sent until the response's head is complete
     * @param idle longest silence in either body, and of an upgraded connection
     * @param total from the request's head to the response's last byte; zero is off
     */
    public record Timeouts(Duration connect, Duration head, Duration idle, Duration total) {
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ZERO);
    }

    /** TLS towards instances. */
    public sealed interface UpstreamTls {
        /**
         * Chain and name are verified.
         *
         * @param authority PEM file of accepted authorities; absent means those of the system
         * @param name name to send and to verify; absent means the host of the instance's address
         */
        record Verified(Optional<Path> authority, Optional<String> name) implements UpstreamTls {}

        /** Encrypted, the peer not verified; said so in every plan. */
        record Unverified() implements UpstreamTls {}
    }
}
