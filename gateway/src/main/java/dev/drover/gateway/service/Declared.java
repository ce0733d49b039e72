package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Standing;
import dev.drover.model.Instances;
import dev.drover.model.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The instances of a service as its file names them, before anybody looked: all of them could serve. */
final class Declared {
    private static final Standing ASSUMED =
            new Standing(Standing.Verdict.IN, "declared; health is not known without a node");

    private Declared() {}

    /** Named as on the board; the address of one that is started or resolved later is unresolved. */
    static ServiceState state(Service service) {
        return ServiceState.of(
                service.name(),
                switch (service.instances()) {
                    case Instances.Addresses(List<Instances.Address> addresses) ->
                        addresses.stream().map(a -> instance(service, a)).toList();
                    case Instances.Registered registered -> List.of();
                    case Instances.Run run ->
                        IntStream.rangeClosed(1, run.count())
                                .mapToObj(n -> instance(
                                        service,
                                        service.name() + "-" + n,
                                        InetSocketAddress.createUnresolved("run", 0),
                                        "run",
                                        1))
                                .toList();
                });
    }

    /** The first name among the addresses: how many instances it stands for is not known. */
    static Optional<String> unresolved(Service service) {
        return service.instances() instanceof Instances.Addresses(List<Instances.Address> addresses)
                ? addresses.stream()
                        .map(Instances.Address::host)
                        .filter(host -> literal(host).isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private static Instance instance(Service service, Instances.Address address) {
        InetSocketAddress at = literal(address.host())
                .map(ip -> new InetSocketAddress(ip, address.port()))
                .orElseGet(() -> InetSocketAddress.createUnresolved(address.host(), address.port()));
        return instance(service, address.toString(), at, address.toString(), address.weight());
    }

    private static Instance instance(Service service, String name, InetSocketAddress at, String origin, int weight) {
        return new Instance(
                new InstanceId(service.name(), name),
                at,
                origin,
                weight,
                Measured.unknown(Instant.EPOCH),
                Intent.inService(Instant.EPOCH),
                ASSUMED);
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
