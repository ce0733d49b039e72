package dev.drover.dns.missteer;

import dev.drover.dns.missteer.Ledger.Line;
import dev.drover.model.Network;
import dev.drover.plane.control.Missteer.Proposal;
import dev.drover.policy.steer.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Entries for the file that send more clients of a resolver where they belong, each tried out on the policy: that the resolver is taken to be
 * where its clients are ({@code dns.location.known}); where no place helps, that it is given a site ({@code prefix}).
 */
final class Proposals {
    /** Of the places of the clients of one resolver, so many are tried. */
    private static final int TRIED = 8;

    private final Policy policy;
    private final Function<Line, List<String>> wanted;

    private Proposals(Policy policy, Function<Line, List<String>> wanted) {
        this.policy = policy;
        this.wanted = wanted;
    }

    /** @param wanted sites that the policy has for the clients of a line */
    static List<Proposal> of(Map<Network, List<Line>> byResolver, Policy policy, Function<Line, List<String>> wanted) {
        var proposals = new Proposals(policy, wanted);
        var all = new ArrayList<Proposal>();
        byResolver.forEach((resolver, lines) -> {
            List<Line> silent = lines.stream().filter(l -> !l.key().tells()).toList();
            if (!silent.isEmpty()) {
                all.addAll(proposals.propose(resolver, silent));
            }
        });
        all.sort(
                Comparator.comparingLong((Proposal p) -> p.after() - p.before()).reversed());
        return all;
    }

    private List<Proposal> propose(Network resolver, List<Line> lines) {
        long before = right(lines, name -> policy.sites(name, resolver.address()));
        Optional<Proposal> best = most(Reporting.summed(lines, this::place), TRIED).stream()
                .map(place -> new Proposal(
                        resolver.toString(),
                        place,
                        "",
                        "",
                        requests(lines),
                        before,
                        right(lines, name -> policy.sites(name, resolver.address(), place))))
                .max(Comparator.comparingLong(Proposal::after))
                .filter(p -> p.after() > before);
        return best.map(List::of).orElseGet(() -> prefixes(resolver, lines));
    }

    private List<Proposal> prefixes(Network resolver, List<Line> lines) {
        var all = new ArrayList<Proposal>();
        for (String name :
                new LinkedHashSet<>(lines.stream().map(l -> l.key().name()).toList())) {
            List<Line> of =
                    lines.stream().filter(l -> l.key().name().equals(name)).toList();
            long before = right(of, n -> policy.sites(n, resolver.address()));
            most(Reporting.summed(of, line -> wanted.apply(line).stream().findFirst()), 1).stream()
                    .map(site -> new Proposal(
                            resolver.toString(), "", name, site, requests(of), before, right(of, n -> List.of(site))))
                    .filter(p -> p.after() > before)
                    .forEach(all::add);
        }
        return all;
    }

    private Optional<String> place(Line line) {
        InetAddress client = line.key().client().address();
        return policy.place(client).filter(p -> !p.country().isEmpty()).map(Place::toString);
    }

    private static long requests(List<Line> lines) {
        return lines.stream().mapToLong(Line::requests).sum();
    }

    /**
     * Requests that arrive where they belong, if their resolver was answered so: clients go where the first address is.
     *
     * @param answered by name
     */
    private long right(List<Line> lines, Function<String, List<String>> answered) {
        var sites = new HashMap<String, List<String>>();
        return lines.stream()
                .filter(line -> sites.computeIfAbsent(line.key().name(), answered).stream()
                        .findFirst()
                        .filter(wanted.apply(line)::contains)
                        .isPresent())
                .mapToLong(Line::requests)
                .sum();
    }

    private static List<String> most(Map<String, Long> sums, int count) {
        return sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As it stands in the file. */
    static String yaml(List<Proposal> proposals) {
        var text = new StringBuilder();
        List<Proposal> places =
                proposals.stream().filter(p -> !p.place().isEmpty()).toList();
        if (!places.isEmpty()) {
            text.append("dns:\n  location:\n    known:\n");
            places.forEach(p -> text.append("      ")
                    .append(quoted(p.resolver()))
                    .append(": ")
                    .append(p.place().equals("NO") ? "\"NO\"" : p.place())
                    .append("  # ")
                    .append(what(p))
                    .append('\n'));
        }
        proposals.stream()
                .filter(p -> p.place().isEmpty())
                .forEach(p -> text.append("# a step of ")
                        .append(p.name())
                        .append(":\n- prefix: {")
                        .append(quoted(p.resolver()))
                        .append(": ")
                        .append(p.site())
                        .append("}  # ")
                        .append(what(p))
                        .append('\n'));
        return text.toString();
    }

    private static String what(Proposal p) {
        return p.after() + " of " + p.requests() + " arrive right then, now " + p.before();
    }

    private static String quoted(String network) {
        return network.contains(":") ? "\"" + network + "\"" : network;
    }
}
