package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that arrived at another site than their clients would have been sent to, had their resolver told of them.
 *
 * @param site where requests arrived; null for pairs that were replayed, and where the node stands at no site
 * @param since when counting began; null for pairs that were replayed
 * @param requests that were compared, or that samples stand for
 * @param elsewhere of these, that should have arrived at another site
 * @param dropped reports that found no place to wait
 * @param clients by name and network, the most that arrived elsewhere first
 * @param resolvers with the clients behind them, as far as beacons or pairs tell
 * @param proposals what would send more clients of a resolver where they belong
 * @param yaml the same, to be pasted into the file; empty without
 */
public record Missteer(
        @Nullable String site,
        @Nullable Instant since,
        long requests,
        long elsewhere,
        long dropped,
        List<Clients> clients,
        List<Resolver> resolvers,
        List<Proposal> proposals,
        String yaml) {
    public Missteer {
        clients = List.copyOf(clients);
        resolvers = List.copyOf(resolvers);
        proposals = List.copyOf(proposals);
    }

    /**
     * A network of clients, and a name that they asked for.
     *
     * @param place where it is, as far as it is known
     * @param wanted sites that the policy has for them
     */
    public record Clients(
            String name, String network, String place, List<String> wanted, long requests, long elsewhere) {
        public Clients {
            wanted = List.copyOf(wanted);
        }
    }

    /**
     * A network of resolvers.
     *
     * @param tells whether it told of its clients (RFC 7871): then it is not to blame
     * @param behind its clients
     */
    public record Resolver(
            String network, boolean tells, String place, long requests, long elsewhere, List<Clients> behind) {
        public Resolver {
            behind = List.copyOf(behind);
        }
    }

    /**
     * An entry for the file.
     *
     * @param resolver whose network it is
     * @param place that it should be taken for, of {@code dns.location.known}; empty where a site is proposed
     * @param name whose chain a {@code prefix} step is proposed for; empty where a place is
     * @param site that this step should give; empty where a place is proposed
     * @param before requests of it that arrive where they belong, of {@code requests}
     * @param after the same with the entry
     */
    public record Proposal(
            String resolver, String place, String name, String site, long requests, long before, long after) {}
}
