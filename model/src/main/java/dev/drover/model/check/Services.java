package dev.drover.model.check;

import dev.drover.model.Instances;
import dev.drover.model.Instances.Address;
import dev.drover.model.Listener;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Model;
import dev.drover.model.Registry;
import dev.drover.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Instances that are given twice, or that are Drover itself. */
final class Services {
    private final Findings findings;
    private final Model model;
    private final Map<Integer, List<BindAddress>> listening = new HashMap<>();
    private final List<BindAddress> registry = new ArrayList<>();

    Services(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        model.registry().map(Registry::listen).ifPresent(registry::add);
        for (Listener listener : model.httpListeners()) {
            listening
                    .computeIfAbsent(listener.address().port(), p -> new ArrayList<>())
                    .add(listener.address());
        }
        for (Service service : model.services().values()) {
            if (service.instances() instanceof Instances.Addresses addresses) {
                addresses(service, addresses);
            }
        }
    }

    private void addresses(Service service, Instances.Addresses addresses) {
        String path = "services." + service.name() + ".instances.addresses";
        var seen = new HashMap<String, Address>();
        for (Address address : addresses.addresses()) {
            Address first = seen.putIfAbsent(address.toString().toLowerCase(Locale.ROOT), address);
            if (first != null) {
                findings.problem(
                        address.where(),
                        path,
                        address + " is given twice (first in " + Findings.seenFrom(address.where(), first.where())
                                + ")",
                        "remove one; a larger share is written {\"" + address + "\": {weight: 2}}");
            }
            if (isReached(registry, address)) {
                findings.problem(
                        address.where(),
                        path,
                        address + " is the registry of this file, which no route may reach",
                        "give the address of the instance itself");
            }
            if (isReached(listening.getOrDefault(address.port(), List.of()), address)) {
                findings.problem(
                        address.where(),
                        path,
                        address + " is a listener of this file: requests would go round in circles",
                        "give the address of the instance itself");
            }
        }
    }

    /** As far as that is known on any machine; its own addresses are known to the node. */
    private static boolean isReached(List<BindAddress> ours, Address address) {
        return ours.stream()
                .anyMatch(here ->
                        address.known().stream().anyMatch(ip -> here.isReachedBy(ip, address.port(), i -> false)));
    }
}
