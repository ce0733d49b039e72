package dev.drover.dns.plane;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A board as a file alone makes it: all that it declares is taken to be up. */
final class DeclaredBoard {
    private static final String WHY = "taken to be up: no node was asked";
    private static final Measured UP = new Measured(Measured.State.UP, Instant.EPOCH, WHY);
    private static final Standing TAKEN = new Standing(Standing.Verdict.IN, WHY);

    private DeclaredBoard() {}

    static Snapshot of(Model model) {
        var services = new LinkedHashMap<String, ServiceState>();
        model.services().values().forEach(s -> services.put(s.name(), ServiceState.of(s.name(), instances(s))));
        return new Snapshot(0, Instant.EPOCH, services);
    }

    private static List<Instance> instances(Service service) {
        return switch (service.instances()) {
            case Instances.Addresses declared -> {
                var all = new ArrayList<Instance>();
                for (Instances.Address address : declared.addresses()) {
                    List<InetAddress> known = address.known();
                    if (known.isEmpty()) {
                        all.add(instance(service, InetSocketAddress.createUnresolved(address.host(), address.port())));
                    }
                    known.forEach(ip -> all.add(instance(service, new InetSocketAddress(ip, address.port()))));
                }
                yield all;
            }
            case Instances.Run run ->
                List.of(instance(service, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            case Instances.Registered registered ->
                List.of(instance(service, InetSocketAddress.createUnresolved(service.name(), 0)));
        };
    }

    private static Instance instance(Service service, InetSocketAddress at) {
        String name = at.isUnresolved() ? at.getHostString() : at.getAddress().getHostAddress() + ":" + at.getPort();
        return new Instance(
                new InstanceId(service.name(), name), at, name, 1, UP, Intent.inService(Instant.EPOCH), TAKEN);
    }
}
