package dev.drover.plane.control;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The whole node at one glance.
 *
 * @param model the applied model in force
 * @param board generation of what is observed
 * @param planes by plane, the board generation it confirmed
 * @param registry null where none runs
 * @param names null where none are answered for
 * @param agreement null where this node shares its model with nobody
 */
public record Status(
        String version,
        String cluster,
        String node,
        Instant since,
        Control.Readiness readiness,
        @Nullable Version model,
        long board,
        List<Listening> listeners,
        List<ServiceLine> services,
        @Nullable RegistryLine registry,
        @Nullable NamesLine names,
        @Nullable Agreement agreement,
        SequencedMap<String, Long> planes,
        String admin,
        String data) {
    public Status {
        listeners = List.copyOf(listeners);
        services = List.copyOf(services);
        planes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(planes));
    }

    /** The same with other services. */
    public Status with(List<ServiceLine> others) {
        return new Status(
                version, cluster, node, since, readiness, model, board, listeners, others, registry, names, agreement,
                planes, admin, data);
    }

    /**
     * A listener.
     *
     * @param url how a client on this machine reaches it, such as {@code http://localhost:8080}
     */
    public record Listening(String name, String protocol, String address, String url) {}

    /**
     * The registry.
     *
     * @param address where Consul's API is asked
     * @param staleSince present while nothing can be written, and what is told may be old
     * @param trouble what keeps it from working, where that is known; or empty
     * @param troubleSince when that was seen first; null without
     * @param waiting blocking queries now
     * @param sites the others, which keep registries of their own
     */
    public record RegistryLine(
            String address,
            @Nullable Instant staleSince,
            String trouble,
            @Nullable Instant troubleSince,
            int nodes,
            int services,
            int instances,
            int checks,
            int waiting,
            long index,
            List<SiteLine> sites) {
        public RegistryLine {
            sites = List.copyOf(sites);
        }
    }

    /**
     * Another site.
     *
     * @param node of it that was heard last; empty where none ever was
     * @param silentSince present while it is not heard
     * @param trouble why its nodes could not be asked at the last try; or empty
     */
    public record SiteLine(
            String name,
            String node,
            @Nullable Instant silentSince,
            String trouble,
            int services,
            int instances,
            int up) {}

    /**
     * The names.
     *
     * @param perSecond queries answered, in the last ten seconds
     * @param answered since the start
     * @param shares by code of the response, the greatest first
     * @param dropped what was no query
     * @param domains of discovery names
     * @param staleSince present while what those are made of may be old
     * @param copies zones of other primaries
     * @param keys signed zones whose next key waits for somebody
     */
    public record NamesLine(
            double perSecond,
            long answered,
            SequencedMap<String, Double> shares,
            long dropped,
            int zones,
            List<String> domains,
            @Nullable Instant staleSince,
            List<CopyLine> copies,
            List<KeyLine> keys) {
        public NamesLine {
            shares = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shares));
            domains = List.copyOf(domains);
            copies = List.copyOf(copies);
            keys = List.copyOf(keys);
        }
    }

    /**
     * A signed zone whose next key waits for the zone above, or for other nodes.
     *
     * @param confirm the command that says that the zone above vouches for it; or empty
     */
    public record KeyLine(String zone, Instant since, String why, String confirm) {}

    /**
     * A zone of another primary.
     *
     * @param serial null until it has come
     * @param answered not before it has come, nor when it is too old
     * @param trouble why it could not be fetched at the last try; or empty
     * @param troubleSince null without
     * @param checked when a primary was last asked with success; null for never
     * @param next when one is asked again
     * @param expires when it will be too old; null until it has come
     */
    public record CopyLine(
            String zone,
            @Nullable Long serial,
            boolean answered,
            String trouble,
            @Nullable Instant troubleSince,
            @Nullable Instant checked,
            Instant next,
            @Nullable Instant expires) {}

    /**
     * A service and its instances.
     *
     * @param mode {@code normal}, {@code floor}, {@code all down}, {@code empty}
     * @param why the mode in words
     */
    public record ServiceLine(String name, String mode, String why, List<InstanceLine> instances) {
        public ServiceLine {
            instances = List.copyOf(instances);
        }

        public Tally tally() {
            return Tally.of(instances);
        }
    }

    /**
     * How many instances of a service are how.
     *
     * @param served that get requests now
     * @param down of which checks or live traffic fail
     * @param wished that an operator wants otherwise than in service
     */
    public record Tally(int instances, int served, int up, int down, int unknown, int wished) {
        public static Tally of(List<InstanceLine> lines) {
            return new Tally(
                    lines.size(),
                    count(lines, i -> i.served().equals("in")),
                    count(lines, i -> i.measured().equals("up")),
                    count(lines, InstanceLine::failing),
                    count(lines, i -> i.measured().equals("unknown")),
                    count(lines, i -> !i.intent().equals("in service")));
        }

        private static int count(List<InstanceLine> lines, Predicate<InstanceLine> which) {
            return (int) lines.stream().filter(which).count();
        }
    }

    /**
     * An instance with its three fields, none derived from another by the reader.
     *
     * @param measured {@code unknown}, {@code up}, {@code down}, {@code ejected}
     * @param intent {@code in service}, {@code draining}, {@code forced up}, {@code forced down}
     * @param served {@code in}, {@code out}, {@code draining}
     * @param inFlight requests in flight and upgraded connections from this node
     */
    public record InstanceLine(
            String name,
            String address,
            String origin,
            int weight,
            String measured,
            Instant measuredSince,
            String reason,
            String intent,
            Instant intentSince,
            String intentBy,
            String intentReason,
            String served,
            String servedWhy,
            int inFlight) {
        /** Measured up, in service and served: nothing to say about it. */
        public boolean plain() {
            return measured.equals("up") && intent.equals("in service") && served.equals("in");
        }

        boolean failing() {
            return measured.equals("down") || measured.equals("ejected");
        }

        private int rank() {
            return failing() ? 0 : measured.equals("up") ? 1 : 2;
        }

        /** Those of many that there is something to say about: first what fails, last what is not known yet. */
        public static List<InstanceLine> notPlain(List<InstanceLine> all) {
            return all.stream()
                    .filter(i -> !i.plain())
                    .sorted(Comparator.comparingInt(InstanceLine::rank))
                    .toList();
        }
    }
}
