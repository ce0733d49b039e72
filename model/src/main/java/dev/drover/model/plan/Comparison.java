package dev.drover.model.plan;

import dev.drover.model.Certificate;
import dev.drover.model.Dns;
import dev.drover.model.Instances;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Network;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Reseating;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Site;
import dev.drover.model.Spelling;
import dev.drover.model.Transfer;
import dev.drover.model.Where;
import dev.drover.model.plan.Difference.Change;
import dev.drover.model.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the differences of two models, section by section. */
final class Comparison {
    /** Of a service that says no more than it must. */
    private static final SequencedMap<String, Facts.Fact> DEFAULTS =
            ServiceFacts.of(Service.byDefault(Where.nowhere(), "", new Instances.Addresses(List.of())));

    private static final SequencedMap<String, Facts.Fact> ROUTE_DEFAULTS = new Facts()
            .put("request-size", Spelling.ofBytes(Route.DEFAULT_REQUEST_SIZE))
            .map();

    private final Model now;
    private final Model wanted;
    private final List<Difference> differences = new ArrayList<>();

    Comparison(Model now, Model wanted) {
        this.now = now;
        this.wanted = wanted;
    }

    /** What one section consists of, and what its changes lead to. */
    private interface Told<T> {
        List<String> added(T wanted);

        List<String> removed(T now);

        List<String> changed(T now, T wanted, List<Change> changes);
    }

    List<Difference> differences() {
        if (!now.cluster().equals(wanted.cluster())) {
            change("cluster", "", List.of(new Change("cluster", now.cluster(), wanted.cluster())), List.of());
        }
        section("node", now.nodes(), wanted.nodes(), (Node n) -> OtherFacts.of(n), words("", "", ""));
        section("site", now.sites(), wanted.sites(), (Site s) -> OtherFacts.of(s), words("", "", ""));
        section(
                "listener",
                now.listeners(),
                wanted.listeners(),
                (Listener l) -> OtherFacts.of(l),
                words(
                        "",
                        "accepts nothing more; its connections finish their requests and close",
                        "connections that are open stay as they are"));
        section(
                "certificate",
                now.certificates(),
                wanted.certificates(),
                (Certificate c) -> OtherFacts.of(c),
                words("", "", "new handshakes get it; connections that are open stay"));
        trusted();
        registry();
        section(
                "zone",
                zones(now),
                zones(wanted),
                NameFacts::of,
                words("", "its questions are refused", "resolvers keep old answers for as long as their TTL says"));
        section("key", keys(now), keys(wanted), NameFacts::of, words("", "who signs with it is refused", ""));
        section(
                "keys of signed zones",
                only(now.dns().flatMap(Dns::secret)),
                only(wanted.dns().flatMap(Dns::secret)),
                NameFacts::of,
                words("", "all keys are others", "all keys are others: the zones above need other DS records"));
        location();
        guarding();
        section("service", now.services(), wanted.services(), ServiceFacts::of, services());
        section(
                "route",
                routes(now),
                routes(wanted),
                (Route r) -> OtherFacts.of(r),
                words(
                        "",
                        "requests in flight finish; new ones go to the next route that matches",
                        "requests in flight finish as they began"));
        order();
        return differences;
    }

    private static SequencedMap<String, Route> routes(Model model) {
        var routes = new LinkedHashMap<String, Route>();
        model.routes().forEach(r -> routes.put(r.name(), r));
        return routes;
    }

    private void location() {
        section(
                "location of clients",
                only(now.dns().flatMap(Dns::location)),
                only(wanted.dns().flatMap(Dns::location)),
                NameFacts::of,
                words("", "", ""));
        section(
                "discovery names",
                only(now.dns().flatMap(Dns::discovery)),
                only(wanted.dns().flatMap(Dns::discovery)),
                NameFacts::of,
                words("", "", ""));
    }

    private void guarding() {
        section(
                "limits and cookies of names",
                only(now.dns().flatMap(Dns::guarding)),
                only(wanted.dns().flatMap(Dns::guarding)),
                NameFacts::of,
                words("", "", ""));
        section(
                "what is told of queries",
                only(now.dns().flatMap(Dns::watching)),
                only(wanted.dns().flatMap(Dns::watching)),
                NameFacts::of,
                words("", "", ""));
    }

    private static SequencedMap<String, Transfer.Key> keys(Model model) {
        return model.dns().orElseGet(Dns::none).keys();
    }

    private static SequencedMap<String, Dns.Zone> zones(Model model) {
        return model.dns().orElseGet(Dns::none).zones();
    }

    private static <T> Told<T> words(String added, String removed, String changed) {
        return new Told<>() {
            @Override
            public List<String> added(T wanted) {
                return said(added);
            }

            @Override
            public List<String> removed(T now) {
                return said(removed);
            }

            @Override
            public List<String> changed(T now, T wanted, List<Change> changes) {
                return said(changed);
            }
        };
    }

    private static List<String> said(String words) {
        return words.isEmpty() ? List.of() : List.of(words);
    }

    private static Told<Service> services() {
        return new Told<>() {
            @Override
            public List<String> added(Service wanted) {
                return Consequences.ofAdded(wanted);
            }

            @Override
            public List<String> removed(Service now) {
                return Consequences.ofRemoved(now);
            }

            @Override
            public List<String> changed(Service now, Service wanted, List<Change> changes) {
                return Consequences.ofChanged(now, wanted, changes);
            }
        };
    }

    private <T> void section(
            String section,
            SequencedMap<String, T> before,
            SequencedMap<String, T> after,
            Function<T, SequencedMap<String, Facts.Fact>> facts,
            Told<T> told) {
        after.forEach((name, thing) -> {
            T old = before.get(name);
            if (old == null) {
                List<Change> all = all(section, thing, facts);
                differences.add(new Difference(Kind.ADDED, section, name, all, told.added(thing)));
            } else if (!old.equals(thing)) {
                List<Change> changes = changes(facts.apply(old), facts.apply(thing));
                change(section, name, changes, told.changed(old, thing, changes));
            }
        });
        before.forEach((name, thing) -> {
            if (!after.containsKey(name)) {
                differences.add(new Difference(Kind.REMOVED, section, name, List.of(), told.removed(thing)));
            }
        });
    }

    private void change(String section, String name, List<Change> changes, List<String> consequences) {
        differences.add(new Difference(Kind.CHANGED, section, name, changes, consequences));
    }

    /** Of an added thing, what differs from the defaults. */
    private static <T> List<Change> all(String section, T thing, Function<T, SequencedMap<String, Facts.Fact>> facts) {
        SequencedMap<String, Facts.Fact> defaults = section.equals("service") ? DEFAULTS : ROUTE_DEFAULTS;
        var all = new ArrayList<Change>();
        facts.apply(thing).forEach((key, fact) -> {
            if (!fact.equals(defaults.get(key))) {
                all.add(new Change(key, "", fact.shown()));
            }
        });
        return all;
    }

    private static List<Change> changes(Map<String, Facts.Fact> before, Map<String, Facts.Fact> after) {
        var keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        var changes = new ArrayList<Change>();
        for (String key : keys) {
            Facts.Fact from = before.get(key);
            Facts.Fact to = after.get(key);
            if (from == null || !from.equals(to)) {
                String fromText = from == null ? "" : from.shown();
                changes.add(new Change(key, fromText, to == null ? "" : to.shown()));
            }
        }
        return changes;
    }

    private void trusted() {
        List<String> before = now.trusted().stream().map(Network::toString).toList();
        List<String> after = wanted.trusted().stream().map(Network::toString).toList();
        var changes = new ArrayList<Change>();
        after.stream().filter(n -> !before.contains(n)).forEach(n -> changes.add(new Change(n, "", "believed")));
        before.stream().filter(n -> !after.contains(n)).forEach(n -> changes.add(new Change(n, "believed", "")));
        if (!changes.isEmpty()) {
            change("trusted", "", changes, List.of());
        }
    }

    /** There is one, or none. */
    private void registry() {
        section(
                "registry",
                only(now.registry()),
                only(wanted.registry()),
                (Registry r) -> OtherFacts.of(r),
                words(
                        "clients of Consul's API are answered",
                        "clients of Consul's API are no longer answered",
                        registryFollows()));
    }

    private String registryFollows() {
        List<Reseating> reseatings = Reseating.between(now, wanted);
        if (!reseatings.isEmpty()) {
            return reseatings.stream().map(Comparison::reseated).collect(Collectors.joining("; "));
        }
        boolean moves = now.registry().isPresent()
                && wanted.registry().isPresent()
                && !now.registry()
                        .get()
                        .coordination()
                        .equals(wanted.registry().get().coordination());
        return moves
                ? "it is kept elsewhere: refused while Drover runs; stop it, and start it with up --apply"
                : "queries that wait are answered as they began; new ones by what is declared now";
    }

    private static String reseated(Reseating reseating) {
        var words = new ArrayList<String>();
        if (!reseating.comes().isEmpty()) {
            words.add("joining, each as soon as Drover runs there with this file: "
                    + String.join(", ", reseating.comes()));
        }
        if (!reseating.goes().isEmpty()) {
            words.add("named no longer, and voting until drover leave NAME: " + String.join(", ", reseating.goes()));
        }
        if (words.isEmpty()) {
            words.add("the same members in another order: nothing happens while they run");
        }
        return reseating
                .obstacle()
                .map(why -> "refused while Drover runs, since " + why + ": apply it in smaller steps")
                .orElse(String.join("; ", words));
    }

    private static <T> SequencedMap<String, T> only(Optional<T> one) {
        var only = new LinkedHashMap<String, T>();
        one.ifPresent(r -> only.put("", r));
        return only;
    }

    /** Routes that stay, in another order: the first that matches serves. */
    private void order() {
        List<String> before = new ArrayList<>(routes(now).keySet());
        List<String> after = new ArrayList<>(routes(wanted).keySet());
        before.retainAll(new LinkedHashSet<>(after));
        after.retainAll(new LinkedHashSet<>(before));
        if (!before.equals(after)) {
            var changes = new ArrayList<Change>();
            for (int i = 0; i < after.size() && changes.size() < 20; i++) {
                if (!before.get(i).equals(after.get(i))) {
                    changes.add(new Change(Integer.toString(i + 1), before.get(i), after.get(i)));
                }
            }
            change("route order", "", changes, List.of("of several routes that match, the first serves a request"));
        }
    }
}
