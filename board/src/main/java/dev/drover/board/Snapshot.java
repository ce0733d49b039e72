package dev.drover.board;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Everything observed at one moment. A newer one has a higher generation. */
public record Snapshot(long generation, Instant at, SequencedMap<String, ServiceState> services) {
    public Snapshot {
        services = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(services));
    }

    public Optional<ServiceState> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public Optional<Instance> instance(InstanceId id) {
        return service(id.service()).flatMap(s -> s.instance(id.instance()));
    }

    public static Snapshot empty(Instant at) {
        return new Snapshot(0, at, new LinkedHashMap<>());
    }
}
