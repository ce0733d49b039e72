package dev.drover.observe.fleet;

import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import dev.drover.observe.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hosts that were watched together, the one to look at first before all others: by the gravity of its verdict, then by how far its
 * numbers lie from those of the others.
 *
 * @param places worst first
 * @param common what several hosts suffer from, the most frequent first
 */
public record Comparison(List<Place> places, List<Common> common) {
    /** How grave a verdict is, gravest first. */
    public enum Gravity {
        CRITICAL,
        WARNING,
        /** Nobody knows how it is. */
        UNKNOWN,
        BUSY,
        HEALTHY
    }

    /**
     * A host and what is known of it.
     *
     * @param judged empty if it could not be watched
     * @param difference the number by which it differs most; empty if there are too few hosts to compare it with
     */
    public record Place(Visit visit, Gravity gravity, Optional<Judged> judged, Optional<Difference> difference) {}

    /**
     * A cause that several hosts have.
     *
     * @param who the same on all of these hosts, such as {@code device sdb}; empty if it differs
     * @param hosts how many have it
     * @param told of how many hosts
     */
    public record Common(String rule, String who, int hosts, int told) {
        @Override
        public String toString() {
            return hosts + " of " + told + " hosts: " + rule + (who.isEmpty() ? "" : " on " + who);
        }
    }

    public Comparison {
        places = List.copyOf(places);
        common = List.copyOf(common);
    }

    public static Comparison of(List<Visit> visits) {
        List<Visit.Seen> watched = visits.stream()
                .filter(Visit.Seen.class::isInstance)
                .map(Visit.Seen.class::cast)
                .toList();
        Iterator<Optional<Difference>> differences = Difference.of(
                        watched.stream().map(Visit.Seen::figures).toList())
                .iterator();
        List<Place> places = new ArrayList<>();
        for (Visit visit : visits) {
            places.add(
                    switch (visit) {
                        case Visit.Seen seen -> {
                            Gravity gravity = gravity(seen.judged().diagnosis().verdict());
                            yield new Place(seen, gravity, Optional.of(seen.judged()), differences.next());
                        }
                        case Visit.Unseen unseen ->
                            new Place(unseen, Gravity.UNKNOWN, Optional.empty(), Optional.empty());
                    });
        }
        places.sort(Comparator.comparing(Place::gravity)
                .thenComparingDouble(p -> p.difference().map(d -> -d.score()).orElse(0.0))
                .thenComparingDouble(p -> -magnitude(p)));
        return new Comparison(places, common(places, watched.size()));
    }

    private static Gravity gravity(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) ->
                causes.stream().anyMatch(c -> c.finding().severity() == Severity.CRITICAL)
                        ? Gravity.CRITICAL
                        : Gravity.WARNING;
            case Verdict.CannotTell cannot -> Gravity.UNKNOWN;
            case Verdict.HealthyBusy busy -> Gravity.BUSY;
            case Verdict.Healthy healthy -> Gravity.HEALTHY;
        };
    }

    private static double magnitude(Place place) {
        return causes(place).stream()
                .mapToDouble(c -> c.finding().magnitude())
                .max()
                .orElse(0);
    }

    /** The causes of its bottleneck, worst first. */
    public static List<Verdict.Cause> causes(Place place) {
        return place.judged()
                .filter(j -> j.diagnosis().verdict() instanceof Verdict.Bottleneck)
                .map(j -> ((Verdict.Bottleneck) j.diagnosis().verdict()).causes())
                .orElse(List.of());
    }

    private static List<Common> common(List<Place> places, int told) {
        Map<String, Integer> hosts = new LinkedHashMap<>();
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (Place place : places) {
            Set<String> rules = new HashSet<>();
            for (Verdict.Cause cause : causes(place)) {
                String rule = cause.rule().id();
                if (rules.add(rule)) {
                    hosts.merge(rule, 1, Integer::sum);
                    names.computeIfAbsent(rule, r -> new HashSet<>()).add(thing(cause));
                }
            }
        }
        return hosts.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(e -> {
                    Set<String> all = names.getOrDefault(e.getKey(), Set.of());
                    return new Common(
                            e.getKey(), all.size() == 1 ? all.iterator().next() : "", e.getValue(), told);
                })
                .toList();
    }

    /** Whom it is about, in words that mean the same on another host. */
    private static String thing(Verdict.Cause cause) {
        if (cause.finding().who().isEmpty()) {
            return "";
        }
        Who first = cause.finding().who().getFirst();
        return first.kind() == Who.Kind.HOST ? "" : first.kind().word() + " " + first.name();
    }
}
