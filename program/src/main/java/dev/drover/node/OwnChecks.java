package dev.drover.node;

import dev.drover.model.Instances;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a model must not do to the node itself: take its admin address, send requests to it, or leave out its name. */
final class OwnChecks {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "::");

    private final Settings settings;

    OwnChecks(Settings settings) {
        this.settings = settings;
    }

    List<Problem> check(Model model) {
        var problems = new ArrayList<Problem>();
        if (!model.nodes().isEmpty() && !model.nodes().containsKey(settings.node())) {
            problems.add(Problem.of(
                    model.where().at("nodes"),
                    "nodes",
                    "this node is " + settings.node() + " (expected: one of "
                            + String.join(", ", model.nodes().keySet()) + ")",
                    "start with --node NAME, or declare " + settings.node()));
        }
        model.listeners().values().forEach(l -> listener(l, problems));
        model.services().values().forEach(s -> service(s, problems));
        return problems;
    }

    private void listener(Listener listener, List<Problem> problems) {
        InetSocketAddress admin = settings.admin();
        boolean samePort = admin.getPort() != 0 && listener.address().port() == admin.getPort();
        boolean sameHost = listener.address().isAny()
                || admin.getAddress().isAnyLocalAddress()
                || listener.address().host().equals(admin.getAddress().getHostAddress());
        if (samePort && sameHost) {
            problems.add(Problem.of(
                    listener.where().at("address"),
                    "listen." + listener.name() + ".address",
                    listener.address() + " is the address of the admin API",
                    "take another port, or start with --admin ADDRESS"));
        }
    }

    private void service(Service service, List<Problem> problems) {
        if (service.instances() instanceof Instances.Addresses declared) {
            for (Instances.Address address : declared.addresses()) {
                if (isAdmin(address)) {
                    problems.add(Problem.of(
                            address.where(),
                            "services." + service.name() + ".instances",
                            address + " is the admin API of this node, which no route may reach",
                            "name the instances of the service itself"));
                }
            }
        }
    }

    private boolean isAdmin(Instances.Address address) {
        InetSocketAddress admin = settings.admin();
        String bound = admin.getAddress().getHostAddress();
        boolean loopback =
                admin.getAddress().isLoopbackAddress() || admin.getAddress().isAnyLocalAddress();
        return admin.getPort() != 0
                && address.port() == admin.getPort()
                && (address.host().equals(bound) || (loopback && HERE.contains(address.host())));
    }
}
