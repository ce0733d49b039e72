package dev.drover.registry.plane;

import dev.drover.model.Coordination;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.model.Reseating;
import dev.drover.model.Secret;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Secrets;
import dev.drover.registry.ensemble.Coordinators;
import dev.drover.registry.ensemble.Place;
import dev.drover.registry.ensemble.SiteKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a model wants the registry kept. It cannot change while Drover runs: what is in one store is not in another.
 *
 * @param addresses of the members, where nodes of Drover keep it
 */
record Keeping(Coordination coordination, List<String> addresses) {
    private static final String SECRET = "openssl rand -hex 32 > registry.secret, and the same file on each node";

    static Keeping of(Model model, Registry settings, String self) {
        Coordination here = switch (settings.coordination()) {
            case Coordination.Ensemble ensemble -> ofSite(model, ensemble, self);
            case Coordination.Embedded embedded -> embedded;
            case Coordination.Connect connect -> connect;
        };
        var addresses = switch (here) {
            case Coordination.Ensemble ensemble ->
                ensemble.nodes().stream()
                        .map(name -> Optional.ofNullable(model.nodes().get(name))
                                .flatMap(Node::address)
                                .orElse(""))
                        .toList();
            case Coordination.Embedded _, Coordination.Connect _ -> List.<String>of();
        };
        return new Keeping(here, addresses);
    }

    /** Each site has an ensemble of its own; who is declared nowhere stands with the first. */
    private static Coordination ofSite(Model model, Coordination.Ensemble ensemble, String self) {
        Node here = model.nodes().get(self);
        Optional<String> site = here != null
                ? here.site()
                : Optional.ofNullable(model.nodes().get(ensemble.nodes().getFirst()))
                        .flatMap(Node::site);
        return new Coordination.Ensemble(ensemble.at(site, model.nodes()), ensemble.secret(), ensemble.ports());
    }

    /** Whether only who knows a secret writes there: a model says which programs run. */
    boolean isGuarded() {
        return switch (coordination) {
            case Coordination.Embedded _, Coordination.Ensemble _ -> true;
            case Coordination.Connect connect -> connect.secret().isPresent();
        };
    }

    /** Where nodes of Drover's keep it: those that shall. */
    List<Place> members() {
        return coordination instanceof Coordination.Ensemble ensemble
                ? IntStream.range(0, addresses.size())
                        .mapToObj(i -> new Place(ensemble.nodes().get(i), addresses.get(i)))
                        .toList()
                : List.of();
    }

    /** Refuses another place than this one; other members are another place only when too many come at once. */
    void check(Keeping wanted, Registry settings) throws NotPrepared {
        if (equals(wanted)) {
            return;
        }
        if (!isReseatedBy(wanted)) {
            throw elsewhere(settings);
        }
        Optional<String> obstacle = Reseating.between(
                        members().stream().map(Place::toString).toList(),
                        wanted.members().stream().map(Place::toString).toList())
                .obstacle();
        if (obstacle.isPresent()) {
            throw refused(
                    settings,
                    "registry",
                    "so many members cannot change at once while Drover runs: " + obstacle.get(),
                    "apply it in steps, each with no more members that come than stay; or stop Drover everywhere, and start it with"
                            + " drover up --apply");
        }
    }

    /** Whether both are an ensemble of this site, with nothing but other members. */
    private boolean isReseatedBy(Keeping wanted) {
        return coordination instanceof Coordination.Ensemble before
                && wanted.coordination instanceof Coordination.Ensemble after
                && before.secret().equals(after.secret())
                && before.ports().equals(after.ports())
                && before.nodes().isEmpty() == after.nodes().isEmpty();
    }

    static NotPrepared elsewhere(Registry settings) {
        return refused(
                settings,
                "registry",
                "the registry is kept elsewhere from then on, and that cannot change while Drover runs",
                "stop Drover, and start it with drover up --apply");
    }

    /** Without it the nodes could not tell each other of any model after this one. */
    static NotPrepared gone(Model model) {
        return new NotPrepared(List.of(Problem.of(
                model.where(),
                "registry",
                "the nodes agree on their model by the registry they share, and it cannot go while Drover runs",
                "stop Drover, and start it with drover up --apply")));
    }

    /** What starts it on this node. */
    Coordinators coordinators(Model model, Optional<SiteKey> key, RegistryLoans loans) {
        return new Coordinators(coordination, loans.node(), model.nodes(), key, loans.folder());
    }

    /** The secret that it needs. */
    Optional<SiteKey> key(Registry settings, RegistryLoans loans) throws NotPrepared {
        Optional<Secret> declared = switch (coordination) {
            case Coordination.Embedded _ -> Optional.empty();
            case Coordination.Ensemble ensemble -> Optional.of(ensemble.secret());
            case Coordination.Connect connect -> connect.secret();
        };
        return declared.isEmpty()
                ? Optional.empty()
                : Optional.of(SiteKey.of(read(declared.get(), settings, loans.secrets())));
    }

    private static String read(Secret declared, Registry settings, Secrets secrets) throws NotPrepared {
        return switch (secrets.read(declared)) {
            case Secrets.Read.Missing missing ->
                throw refused(settings, "registry.secret", missing.what(), missing.fix());
            case Secrets.Read.Text(String text) -> {
                Optional<String> flaw = SiteKey.flaw(text);
                if (flaw.isPresent()) {
                    throw refused(settings, "registry.secret", flaw.get(), SECRET);
                }
                yield text;
            }
        };
    }

    private static NotPrepared refused(Registry settings, String path, String what, String fix) {
        var at = path.equals("registry") ? settings.where() : settings.where().at("secret");
        return new NotPrepared(List.of(Problem.of(at, path, what, fix)));
    }
}
