package dev.drover.node;

import dev.drover.model.Instances;
import dev.drover.model.Listener;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.model.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a model must not do to the node itself: take its admin address, send requests to itself, or leave out its name. */
final class OwnChecks {
    private final Settings settings;
    private final Supplier<InetSocketAddress> admin;
    private final Predicate<InetAddress> machine;

    /**
     * @param admin where the admin API listens, as far as that is known yet
     * @param machine whether an address is one of the machine's own, besides loopback
     */
    OwnChecks(Settings settings, Supplier<InetSocketAddress> admin, Predicate<InetAddress> machine) {
        this.settings = settings;
        this.admin = admin;
        this.machine = machine;
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
        BindAddress ours = BindAddress.of(admin.get());
        model.listeners().values().forEach(l -> listener(l, ours, problems));
        model.registry().ifPresent(r -> registry(r, ours, problems));
        model.services().values().forEach(s -> service(s, ours, model, problems));
        return problems;
    }

    private void listener(Listener listener, BindAddress admin, List<Problem> problems) {
        if (listener.address().overlaps(admin)) {
            problems.add(Problem.of(
                    listener.where().at("address"),
                    "listen." + listener.name() + ".address",
                    listener.address() + " is the address of the admin API",
                    "take another port, or start with --admin ADDRESS"));
        }
    }

    private void registry(Registry registry, BindAddress admin, List<Problem> problems) {
        if (registry.listen().overlaps(admin)) {
            problems.add(Problem.of(
                    registry.where().at("listen"),
                    "registry.listen",
                    registry.listen() + " is the address of the admin API",
                    "take another port, or start with --admin ADDRESS"));
        }
    }

    private void service(Service service, BindAddress admin, Model model, List<Problem> problems) {
        if (!(service.instances() instanceof Instances.Addresses declared)) {
            return;
        }
        for (Instances.Address address : declared.addresses()) {
            if (isReached(admin, address)) {
                problems.add(Problem.of(
                        address.where(),
                        "services." + service.name() + ".instances",
                        address + " is the admin API of this node, which no route may reach",
                        "name the instances of the service itself"));
            }
            if (model.registry().filter(r -> isReached(r.listen(), address)).isPresent()) {
                problems.add(Problem.of(
                        address.where(),
                        "services." + service.name() + ".instances",
                        address + " is the registry of this node, which no route may reach",
                        "give the address of the instance itself"));
            }
            for (Listener listener : model.httpListeners()) {
                if (isReached(listener.address(), address)) {
                    problems.add(Problem.of(
                            address.where(),
                            "services." + service.name() + ".instances",
                            address + " is listener " + listener.name()
                                    + " of this node: requests would go round in circles",
                            "give the address of the instance itself"));
                }
            }
        }
    }

    private boolean isReached(BindAddress ours, Instances.Address address) {
        return ours.port() == address.port()
                && address.known().stream().anyMatch(ip -> ours.isReachedBy(ip, address.port(), machine));
    }
}
