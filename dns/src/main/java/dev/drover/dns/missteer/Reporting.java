package dev.drover.dns.missteer;

import dev.drover.dns.missteer.Ledger.Line;
import dev.drover.model.Network;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.Missteer.Clients;
import dev.drover.plane.control.Missteer.Proposal;
import dev.drover.plane.control.Missteer.Resolver;
import dev.drover.policy.steer.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the report of what was counted. */
final class Reporting {
    private static final int ROWS = 1000;

    private final List<Line> lines;
    private final Policy policy;
    /** By line: decided once for each. */
    private final Map<Line, List<String>> wanted = new HashMap<>();

    private Reporting(List<Line> lines, Policy policy) {
        this.lines = lines;
        this.policy = policy;
        lines.forEach(line -> wanted.put(
                line, policy.sites(line.key().name(), line.key().client().address())));
    }

    private List<String> wanted(Line line) {
        return wanted.getOrDefault(line, List.of());
    }

    static Reporting of(List<Line> lines, Policy policy) {
        return new Reporting(lines, policy);
    }

    /** Of requests at a node. */
    Missteer live(Optional<String> site, Instant since, long dropped) {
        return made(site.orElse(null), since, dropped);
    }

    /** Of pairs from a file. */
    Missteer replayed() {
        return made(null, null, 0);
    }

    private Missteer made(@Nullable String site, @Nullable Instant since, long dropped) {
        var clients =
                lines.stream().map(this::clients).sorted(worst()).limit(ROWS).toList();
        var byResolver = new LinkedHashMap<Network, List<Line>>();
        lines.forEach(line -> line.key()
                .resolver()
                .ifPresent(r ->
                        byResolver.computeIfAbsent(r, n -> new ArrayList<>()).add(line)));
        List<Resolver> resolvers = byResolver.entrySet().stream()
                .map(e -> resolver(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Resolver::elsewhere)
                        .thenComparingLong(Resolver::requests)
                        .reversed())
                .limit(ROWS)
                .toList();
        List<Proposal> proposals = Proposals.of(byResolver, policy, this::wanted);
        return new Missteer(
                site,
                since,
                lines.stream().mapToLong(Line::requests).sum(),
                lines.stream().mapToLong(Line::elsewhere).sum(),
                dropped,
                clients,
                resolvers,
                proposals,
                Proposals.yaml(proposals));
    }

    private static Comparator<Clients> worst() {
        return Comparator.comparingLong(Clients::elsewhere)
                .thenComparingLong(Clients::requests)
                .reversed();
    }

    private Clients clients(Line line) {
        Network network = line.key().client();
        return new Clients(
                line.key().name(), network.toString(), place(network), wanted(line), line.requests(), line.elsewhere());
    }

    private Resolver resolver(Network network, List<Line> of) {
        return new Resolver(
                network.toString(),
                of.stream().allMatch(line -> line.key().tells()),
                place(network),
                of.stream().mapToLong(Line::requests).sum(),
                of.stream().mapToLong(Line::elsewhere).sum(),
                of.stream().map(this::clients).sorted(worst()).limit(ROWS).toList());
    }

    private String place(Network network) {
        return policy.place(network.address()).map(Place::toString).orElse("");
    }

    /** By key, in the order in which they came. */
    static <K> Map<K, Long> summed(List<Line> lines, Function<Line, Optional<K>> key) {
        var sums = new LinkedHashMap<K, Long>();
        lines.forEach(line -> key.apply(line).ifPresent(k -> sums.merge(k, line.requests(), Long::sum)));
        return sums;
    }
}
