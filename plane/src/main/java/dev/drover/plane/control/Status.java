package dev.drover.plane.control;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole node at one glance.
 *
 * @param model the applied model in force
 * @param board generation of what is observed
 * @param planes by plane, the board generation it confirmed
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
        SequencedMap<String, Long> planes,
        String admin,
        String data) {
    public Status {
        listeners = List.copyOf(listeners);
        services = List.copyOf(services);
        planes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(planes));
    }

    /**
     * A listener.
     *
     * @param url how a client on this machine reaches it, such as {@code http://localhost:8080}
     */
    public record Listening(String name, String protocol, String address, String url) {}

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

        /** Instances that get requests now. */
        public long in() {
            return instances.stream().filter(i -> i.served().equals("in")).count();
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
            int inFlight) {}
}
