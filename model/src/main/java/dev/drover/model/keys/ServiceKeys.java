package dev.drover.model.keys;

import dev.drover.model.Balance;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.model.Service.Pending;
import dev.drover.model.Service.Timeouts;
import dev.drover.model.Service.UpstreamTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Keys of a service, except those of its instances and its health. */
final class ServiceKeys {
    private static final Key<Instances> INSTANCES = Key.required(
            "instances",
            InstanceKeys.INSTANCES,
            "{addresses: [10.0.0.11:8080]}",
            "Where its instances are, how Drover runs them, or that they register themselves by Consul's HTTP API.");
    private static final Key<String> SITE = Key.optional(
            "site",
            Words.nameOf("a site"),
            "Name of the site where its addresses are, one of sites: seen from another site an instance is down when a majority of the"
                    + " sites says so.");
    private static final Key<Health> HEALTH = Key.optional(
                    "health", HealthKeys.HEALTH, "How the health of its instances is measured.")
            .orElse(Health.DEFAULT, "TCP checks every 2s");

    private static final Key<String> STICKY_COOKIE =
            Key.optional("cookie", Fielded.COOKIE, "Name of the cookie.").orElse("drover");
    private static final Key<Duration> LIFETIME = Key.optional(
                    "lifetime",
                    Units.DURATION,
                    "How long the client keeps it; without it, until the browser is closed.")
            .orElse(Duration.ZERO, "the browser's session");
    private static final Shape<Balance.Key> HASH = Choice.<Balance.Key>of("what is hashed")
            .word("client", new Balance.Key.Client())
            .word("path", new Balance.Key.RequestPath())
            .with("header", Fielded.HEADER.map(Balance.Key.Header::new))
            .with("cookie", Fielded.COOKIE.map(Balance.Key.Cookie::new));
    private static final Key<Balance> BALANCE = Key.optional(
                    "balance",
                    Choice.<Balance>of("")
                            .word("round-robin", new Balance.RoundRobin())
                            .word("least-requests", new Balance.LeastRequests())
                            .with("hash", HASH.map(Balance.Hash::new))
                            .with(
                                    "sticky",
                                    Keyed.of(
                                            "a sticky cookie",
                                            f -> new Balance.Sticky(f.get(STICKY_COOKIE), f.get(LIFETIME)),
                                            STICKY_COOKIE,
                                            LIFETIME)),
                    "How an instance is chosen: in turn, the less busy of two taken at random, by consistent hash with"
                            + " bounded load, or the one named by a cookie that Drover sets.")
            .orElse("least-requests");

    private static final Key<Integer> CONCURRENCY = Key.optional(
            "concurrency",
            Units.count(1, 1_000_000),
            "Most requests in flight to the service from one node. No limit by default.");

    private static final Key<Integer> PENDING_LIMIT = Key.optional(
                    "limit", Units.count(0, 1_000_000), "Most requests that wait; beyond, 503 at once.")
            .orElse("1024");
    private static final Key<Duration> PENDING_TIMEOUT =
            Key.optional("timeout", Units.DURATION, "Longest wait, then 503.").orElse("2s");
    private static final Key<Pending> PENDING = Key.optional(
                    "pending",
                    Keyed.of(
                            "what waits",
                            f -> new Pending(f.get(PENDING_LIMIT), f.get(PENDING_TIMEOUT)),
                            PENDING_LIMIT,
                            PENDING_TIMEOUT),
                    "Requests that wait when concurrency or connections is reached.")
            .orElse(Pending.DEFAULT, "{limit: 1024, timeout: 2s}");

    private static final Key<Integer> CONNECTIONS = Key.optional(
                    "connections", Units.count(1, 65535), "Most connections from one node to one instance.")
            .orElse("512");

    private static final Key<Duration> CONNECT = Key.optional(
                    "connect", Units.DURATION, "Until the TCP handshake, and TLS where it is used, is done.")
            .orElse("1s");
    private static final Key<Duration> HEAD = Key.optional(
                    "head", Units.DURATION, "From the request's last byte to the complete head of the response.")
            .orElse("30s");
    private static final Key<Duration> IDLE = Key.optional(
                    "idle", Units.DURATION, "Longest silence in either body, and of an upgraded connection.")
            .orElse("60s");
    private static final Key<Duration> TOTAL = Key.optional(
                    "total",
                    Choice.<Duration>of("").word("off", Duration.ZERO).otherwise(Units.DURATION),
                    "From the request's head to the response's last byte; an upgraded connection is limited by idle alone.")
            .orElse("off");
    private static final Key<Timeouts> TIMEOUTS = Key.optional(
                    "timeouts",
                    Keyed.of(
                            "time limits",
                            f -> new Timeouts(f.get(CONNECT), f.get(HEAD), f.get(IDLE), f.get(TOTAL)),
                            CONNECT,
                            HEAD,
                            IDLE,
                            TOTAL),
                    "Time limits of one attempt, and of the whole.")
            .orElse(Timeouts.DEFAULT, "{connect: 1s, head: 30s, idle: 60s, total: off}");

    private static final Key<Integer> ATTEMPTS = Key.optional(
                    "attempts", Units.count(2, 10), "Attempts in total, the first included.")
            .orElse("2");
    private static final Key<List<Retry.Cause>> ON = Key.<List<Retry.Cause>>optional(
                    "on",
                    Listed.oneOrMore(Choice.<Retry.Cause>of("")
                                    .word("reset", Retry.Cause.RESET)
                                    .word("timeout", Retry.Cause.TIMEOUT)
                                    .word("502", Retry.Cause.STATUS_502)
                                    .word("503", Retry.Cause.STATUS_503)
                                    .word("504", Retry.Cause.STATUS_504))
                            .distinct(),
                    "Causes besides a connection that could not be made.")
            .orElse(List.of(Retry.Cause.RESET), "[reset]");
    private static final Key<Integer> BUDGET = Key.optional(
                    "budget",
                    Units.PERCENT,
                    "Retries allowed as a share of the requests of the last ten seconds; ten a second are always allowed.")
            .orElse("20%");

    /** Of a service and of a route. */
    static final Shape<Retry> RETRY = Choice.<Retry>of("")
            .word("off", Retry.OFF)
            .otherwise(Keyed.of(
                    "when to try again",
                    f -> new Retry(f.get(ATTEMPTS), causes(f.get(ON)), f.get(BUDGET)),
                    ATTEMPTS,
                    ON,
                    BUDGET));

    private static final Key<Retry> SERVICE_RETRY = Key.optional(
                    "retry",
                    RETRY,
                    "When a failed attempt is tried again at another instance; only requests for which that is safe.")
            .orElse(Retry.DEFAULT, "{attempts: 2, on: [reset], budget: 20%}");

    private static final Key<Duration> SLOW_START = Key.optional(
                    "slow-start",
                    Choice.<Duration>of("").word("off", Duration.ZERO).otherwise(Units.DURATION),
                    "Time over which an instance that came up grows to its full weight.")
            .orElse("off");

    private static final Key<Path> AUTHORITY =
            Key.optional("authority", Words.FILE, "PEM file of accepted authorities; without it, those of the system.");
    private static final Key<String> TLS_NAME = Key.optional(
            "name", Hosts.SERVED, "Name to send and to verify; without it, the host of the instance's address.");
    private static final Key<UpstreamTls> TLS = Key.optional(
            "tls",
            Choice.<UpstreamTls>of("")
                    .word("verified", new UpstreamTls.Verified(Optional.empty(), Optional.empty()))
                    .word("unverified", new UpstreamTls.Unverified())
                    .with(
                            "verified",
                            Keyed.of(
                                    "what is verified",
                                    f -> new UpstreamTls.Verified(f.optional(AUTHORITY), f.optional(TLS_NAME)),
                                    AUTHORITY,
                                    TLS_NAME)),
            "TLS towards the instances. Without it, plain TCP.");

    static final Keyed<Service> SERVICE = Keyed.of(
                    "a service",
                    ServiceKeys::service,
                    SITE,
                    INSTANCES,
                    HEALTH,
                    BALANCE,
                    CONCURRENCY,
                    PENDING,
                    CONNECTIONS,
                    TIMEOUTS,
                    SERVICE_RETRY,
                    SLOW_START,
                    TLS)
            .lenient();

    private ServiceKeys() {}

    private static Service service(Fields f) {
        Instances instances = f.get(INSTANCES);
        Health health = f.get(HEALTH);
        return new Service(
                f.where(),
                f.name(),
                f.optional(SITE),
                instances,
                instances instanceof Instances.Registered ? health.registered() : health,
                f.get(BALANCE),
                f.optional(CONCURRENCY).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                f.get(PENDING),
                f.get(CONNECTIONS),
                f.get(TIMEOUTS),
                f.get(SERVICE_RETRY),
                f.get(SLOW_START),
                f.optional(TLS));
    }

    private static Set<Retry.Cause> causes(List<Retry.Cause> causes) {
        return causes.isEmpty() ? EnumSet.noneOf(Retry.Cause.class) : EnumSet.copyOf(causes);
    }
}
