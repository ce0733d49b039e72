package dev.drover.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change of who shall belong to the registry's ensemble of one site, as nodes can follow it while they run.
 *
 * <p>A member is who it is by its name and address, {@code NAME (ADDRESS)}: one that moves is somebody new, and somebody who goes.
 *
 * @param comes named from now on
 * @param goes named no longer; each keeps its vote until it is taken from it
 * @param stays how many are named before and after
 */
public record Reseating(List<String> comes, List<String> goes, int stays) {
    public Reseating {
        comes = List.copyOf(comes);
        goes = List.copyOf(goes);
    }

    /** What lies between two lists. */
    public static Reseating between(List<String> were, List<String> shall) {
        List<String> comes = minus(shall, were);
        return new Reseating(comes, minus(were, shall), shall.size() - comes.size());
    }

    /** The same of each site where something changes; empty where it is kept in quite another way from now on, or as before. */
    public static List<Reseating> between(Model now, Model wanted) {
        if (!(coordination(now) instanceof Coordination.Ensemble before)
                || !(coordination(wanted) instanceof Coordination.Ensemble after)
                || !before.secret().equals(after.secret())
                || !before.ports().equals(after.ports())) {
            return List.of();
        }
        Set<Optional<String>> sites = new LinkedHashSet<>();
        Stream.of(now, wanted).flatMap(model -> model.nodes().values().stream()).forEach(n -> sites.add(n.site()));
        return sites.stream()
                .filter(site -> !seats(now, before, site).equals(seats(wanted, after, site)))
                .map(site -> between(seats(now, before, site), seats(wanted, after, site)))
                .toList();
    }

    /**
     * Why it takes more than one step, or a restart. Whoever comes founds nothing while somebody it waits with belongs to the ensemble; so those
     * who come must not be the most. Of one machine alone there is nobody who could be lost besides.
     */
    public Optional<String> obstacle() {
        boolean founds = stays == 0 && goes.isEmpty();
        boolean growsFromOne = stays == 1 && goes.isEmpty();
        if (stays == 0 && !founds) {
            return Optional.of("none of those that belong to it would stay");
        }
        return comes.size() > stays && !founds && !growsFromOne
                ? Optional.of(comes.size() + " would come, and only " + stays + " would stay")
                : Optional.empty();
    }

    private static Coordination coordination(Model model) {
        return model.registry().map(Registry::coordination).orElse(new Coordination.Embedded());
    }

    private static List<String> seats(Model model, Coordination.Ensemble ensemble, Optional<String> site) {
        return ensemble.at(site, model.nodes()).stream()
                .map(name -> name + " ("
                        + Optional.ofNullable(model.nodes().get(name))
                                .flatMap(Node::address)
                                .orElse("")
                        + ")")
                .toList();
    }

    private static List<String> minus(List<String> these, List<String> those) {
        var left = new ArrayList<>(these);
        left.removeAll(those);
        return left;
    }
}
