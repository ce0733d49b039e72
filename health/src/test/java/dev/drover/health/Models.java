package dev.drover.health;

import dev.drover.model.Balance;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.model.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Models as tests want them. */
public final class Models {
    private Models() {}

    public static Model of(Service... services) {
        var byName = new LinkedHashMap<String, Service>();
        for (Service service : services) {
            byName.put(service.name(), service);
        }
        Model none = Model.empty();
        return new Model(
                Where.nowhere(),
                "test",
                none.nodes(),
                none.sites(),
                none.listeners(),
                none.certificates(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                byName,
                List.of());
    }

    public static Service service(String name, Health health, Instances.Address... addresses) {
        return service(name, health, Optional.empty(), addresses);
    }

    public static Service service(
            String name, Health health, Optional<Service.UpstreamTls> tls, Instances.Address... addresses) {
        return new Service(
                Where.nowhere(),
                name,
                Optional.empty(),
                new Instances.Addresses(List.of(addresses)),
                health,
                new Balance.LeastRequests(),
                OptionalInt.empty(),
                Service.Pending.DEFAULT,
                512,
                Service.Timeouts.DEFAULT,
                Retry.DEFAULT,
                Duration.ZERO,
                tls);
    }

    /** Processes that something else would run: the instances are told to the board by the test. */
    public static Service managed(String name, Health health, Duration start) {
        Service declared = service(name, health);
        var run = new Instances.Run(
                List.of("shop"),
                1,
                new LinkedHashMap<>(),
                Path.of("/"),
                Optional.empty(),
                start,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
        return new Service(
                declared.where(),
                name,
                Optional.empty(),
                run,
                health,
                declared.balance(),
                OptionalInt.empty(),
                declared.pending(),
                512,
                declared.timeouts(),
                declared.retry(),
                Duration.ZERO,
                Optional.empty());
    }

    public static Instances.Address address(String host, int port) {
        return new Instances.Address(Where.nowhere(), host, port, 1);
    }
}
