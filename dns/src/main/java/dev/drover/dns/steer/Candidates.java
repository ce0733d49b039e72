package dev.drover.dns.steer;

import dev.drover.board.Instance;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Site;
import dev.drover.policy.steer.Candidate;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The candidates of a steered name, each with its standing in one generation of the board. */
final class Candidates {
    private final Model model;
    private final Snapshot board;

    Candidates(Model model, Snapshot board) {
        this.model = model;
        this.board = board;
    }

    List<Candidate> of(Dns.Steered name) {
        return switch (name.of()) {
            case Dns.Candidates.Instances one -> instances(state(one.service()));
            case Dns.Candidates.Sites sites -> {
                var all = new ArrayList<Candidate>();
                sites.services().forEach((site, service) -> {
                    Site declared = Objects.requireNonNull(model.sites().get(site), site);
                    all.add(site(declared, state(service)));
                });
                yield all;
            }
        };
    }

    private ServiceState state(String service) {
        return board.service(service).orElseGet(() -> ServiceState.of(service, List.of()));
    }

    /** Where all measure down the floor rules let the gateway serve all; a name has somewhere else to send clients, or says so. */
    private static boolean isDown(ServiceState state) {
        return state.mode() == ServiceState.Mode.ALL_DOWN;
    }

    private static List<Candidate> instances(ServiceState state) {
        return state.instances().stream()
                .filter(i -> !i.address().isUnresolved())
                .map(i -> new Candidate(
                        i.id().instance(),
                        i.standing().isIn() && !isDown(state),
                        i.standing().why(),
                        Optional.empty(),
                        List.of(i.address().getAddress())))
                .toList();
    }

    private static Candidate site(Site site, ServiceState state) {
        long in = state.instances().stream()
                .filter((Instance i) -> i.standing().isIn())
                .count();
        boolean up = in > 0 && !isDown(state);
        int all = state.instances().size();
        String why;
        if (up) {
            why = all == 1
                    ? "the only instance of " + state.name() + " is in"
                    : in + " of " + all + " instances of " + state.name() + (in == 1 ? " is in" : " are in");
        } else if (isDown(state)) {
            why = all == 1
                    ? "the only instance of " + state.name() + " measures down"
                    : "all " + all + " instances of " + state.name() + " measure down";
        } else {
            why = "no instance of " + state.name() + " is in";
        }
        List<InetAddress> addresses =
                site.addresses().stream().map(InetAddress::ofLiteral).toList();
        return new Candidate(site.name(), up, why, site.location(), addresses);
    }
}
