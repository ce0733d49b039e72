package dev.drover.policy;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Standing;
import dev.drover.model.Balance;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Retry;
import dev.drover.model.Service;
import dev.drover.model.Where;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Services and instances as tests want them. */
public final class Services {
    private Services() {}

    public static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    public static Service service(Balance balance, Duration slowStart) {
        return service(balance, slowStart, Health.DEFAULT);
    }

    public static Service service(Balance balance, Duration slowStart, Health health) {
        return new Service(
                Where.nowhere(),
                "shop",
                Optional.empty(),
                new Instances.Addresses(List.of()),
                health,
                balance,
                OptionalInt.empty(),
                Service.Pending.DEFAULT,
                512,
                Service.Timeouts.DEFAULT,
                Retry.DEFAULT,
                slowStart,
                Optional.empty());
    }

    public static ServiceState state(int... weights) {
        var instances = new ArrayList<Instance>();
        for (int i = 0; i < weights.length; i++) {
            instances.add(instance("i" + i, weights[i], new Measured(Measured.State.UP, LONG_AGO, "")));
        }
        return ServiceState.of("shop", instances);
    }

    /** In service. */
    public static Instance instance(String name, int weight, Measured measured) {
        return new Instance(
                new InstanceId("shop", name),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
                name,
                weight,
                measured,
                Intent.inService(LONG_AGO),
                new Standing(Standing.Verdict.IN, ""));
    }
}
