package dev.drover.dns.missteer;

import dev.drover.board.Snapshot;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.steer.Locator;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
import dev.drover.model.Dns;
import dev.drover.model.Dns.Candidates;
import dev.drover.model.Model;
import dev.drover.policy.steer.Candidate;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Place;
import dev.drover.policy.steer.Steering;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** To which sites names would send clients, at one moment; by any thread. Names whose answer is not chosen among sites are not among them. */
public final class Policy {
    private final Model model;
    private final Snapshot board;
    private final Locating locating;
    private final Stays stays;
    private final Instant now;
    private final Map<String, Dns.Steered> names = new LinkedHashMap<>();
    /** By name; worked out when it is first asked for. */
    private final Map<String, List<Candidate>> candidates = new ConcurrentHashMap<>();

    public Policy(Model model, Snapshot board, Locating locating, Stays stays, Instant now) {
        this.model = model;
        this.board = board;
        this.locating = locating;
        this.stays = stays;
        this.now = now;
        for (Dns.Zone zone : model.dns().orElseGet(Dns::none).zones().values()) {
            for (Dns.Steered steered : zone.names().values()) {
                if (steered.of() instanceof Candidates.Sites) {
                    names.put(steered.in(zone.origin()), steered);
                }
            }
        }
    }

    /** In full, in lower case. */
    Set<String> names() {
        return names.keySet();
    }

    /** Sites for a client there, the first one first; nobody where a fixed answer is given, or where there is no such name. */
    List<String> sites(String name, InetAddress client) {
        return decide(name, client, locating);
    }

    /** The same if that client was at this place. */
    List<String> sites(String name, InetAddress client, String place) {
        Place taken = Locating.known(place);
        return decide(name, client, address -> new Client(address, Optional.of(taken), 0));
    }

    private List<String> decide(String name, InetAddress client, Locator locator) {
        Dns.Steered steered = names.get(name);
        if (steered == null) {
            return List.of();
        }
        List<Candidate> all = candidates.computeIfAbsent(name, n -> SteeredNames.candidates(model, board, steered));
        return Steering.decide(
                        name,
                        steered.answer(),
                        steered.allDown(),
                        all,
                        locator.locate(client),
                        stays.situation(name, now))
                .kept()
                .stream()
                .map(Candidate::name)
                .toList();
    }

    /** Where a client is; empty where nobody knows, or no name asks. */
    Optional<Place> place(InetAddress client) {
        return locating.locate(client).place();
    }
}
