package dev.drover.dns.discovery;

import dev.drover.dns.name.DnsName;
import dev.drover.model.Dns;
import dev.drover.model.Spelling;
import dev.drover.plane.Abroad;
import dev.drover.plane.Abroad.Heard;
import dev.drover.plane.Discovery;
import dev.drover.plane.Discovery.Instance;
import dev.drover.plane.Registrations.Said;
import dev.drover.plane.control.Naming;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says how the answer about a discovery name came to be: which instances there are, and why some are left out. */
final class Telling {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Dns.Discovery settings;
    private final Discovery.Catalog catalog;
    private final Abroad abroad;
    private final Function<String, String> detection;
    private final List<Naming.Candidate> candidates = new ArrayList<>();
    private final List<Naming.Step> steps = new ArrayList<>();

    /** @param detection how long it takes, at worst, until a service's check notices; by name */
    Telling(Dns.Discovery settings, Discovery.Catalog catalog, Abroad abroad, Function<String, String> detection) {
        this.settings = settings;
        this.catalog = catalog;
        this.abroad = abroad;
        this.detection = detection;
    }

    Naming.Chain of(DnsName name, DnsName domain) {
        var labels = new ArrayList<String>();
        for (DnsName n = name; n.isBelow(domain); n = n.parent()) {
            labels.add(n.firstLabel().toLowerCase(Locale.ROOT));
        }
        Asked asked = Asked.of(labels, catalog.site());
        return Far.of(asked, catalog, abroad).map(this::far).orElseGet(() -> of(asked));
    }

    /** Waits for the other site. */
    private Naming.Chain far(Far far) {
        Heard heard = abroad.heard(far.wanted());
        if (heard instanceof Heard.Coming(CompletableFuture<Void> done)) {
            try {
                done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // What is known by now says why.
            }
            heard = abroad.heard(far.wanted());
        }
        return switch (heard) {
            case Heard.Known(Discovery.Catalog theirs, Duration age, String trouble) -> {
                var telling = new Telling(settings, theirs, Abroad.nowhere(), detection);
                String note = "asked " + age.toMillis() + " ms ago"
                        + (trouble.isEmpty() ? "" : ", and cannot be asked again: " + trouble);
                telling.steps.add(new Naming.Step("site " + theirs.site(), List.of(), List.of(), note));
                yield telling.of(far.what());
            }
            case Heard.Coming(var _) -> noted("site", far.wanted().site() + " has not answered yet");
            case Heard.Silent(String why) -> noted("site", why);
        };
    }

    private Naming.Chain of(Asked asked) {
        return switch (asked) {
            case Asked.Service service -> service(service);
            case Asked.Query query -> query(query);
            case Asked.Node node -> node(node.name());
            case Asked.Address(InetAddress address) ->
                noted("address", "the name is the address " + Spelling.of(address));
            case Asked.Apex apex -> noted("domain", "the domain of discovery names itself");
            case Asked.Server server -> node(catalog.servers().getFirst().name());
            case Asked.Between between -> noted("name", "nothing is here, only below");
            case Asked.Elsewhere(String site, Asked what) ->
                abroad.knows(site)
                        ? of(what)
                        : noted("name", "there is no site " + site + ", this is " + catalog.site());
            case Asked.Nothing(String why) -> noted("name", why);
        };
    }

    private Naming.Chain noted(String step, String note) {
        steps.add(new Naming.Step(step, List.of(), List.of(), note));
        return chain(settings.nodeTtl(), "TTL " + seconds(settings.nodeTtl()));
    }

    private Naming.Chain service(Asked.Service asked) {
        List<Instance> all = catalog.instances(asked.name());
        all.forEach(i -> candidates.add(candidate(i, Making.isAnswered(settings, i))));
        List<Instance> left = all;
        if (!asked.tag().isEmpty()) {
            left = step("tag", "", left, i -> Making.isTagged(i, asked.tag()), i -> "has tags " + i.tags());
        }
        healthy(asked.name(), left);
        return chain(settings.ttlOf(asked.name()), staleness(asked.name(), settings.ttlOf(asked.name())));
    }

    private void healthy(String service, List<Instance> from) {
        String note = from.isEmpty() ? "no instance of " + service + " is in the catalog" : "";
        String step = settings.onlyPassing() ? "passing" : "healthy";
        step(step, steps.isEmpty() ? note : "", from, i -> Making.isAnswered(settings, i), Telling::worst);
    }

    private Naming.Chain query(Asked.Query asked) {
        Discovery.Found found = catalog.query(asked.name()).orElse(null);
        if (found == null) {
            return noted("query", "no prepared query and no template has this name");
        }
        Set<String> let = new HashSet<>();
        found.instances().forEach(i -> let.add(name(i)));
        List<Instance> all = catalog.instances(found.service());
        all.forEach(i -> candidates.add(candidate(i, let.contains(name(i)))));
        String first = found.nearest().isEmpty() ? "" : "; those on " + found.nearest() + " first";
        step(
                "query",
                "asks for service " + found.service() + first,
                all,
                i -> let.contains(name(i)),
                i -> i.isCritical() ? worst(i) : "the query does not let it through");
        Duration ttl = found.ttl().orElseGet(() -> settings.ttlOf(found.service()));
        return chain(ttl, staleness(found.service(), ttl));
    }

    private Naming.Chain node(String name) {
        Discovery.Node node = catalog.node(name);
        if (node == null) {
            return noted("node", "no node of this name is in the catalog");
        }
        candidates.add(new Naming.Candidate(
                node.name(), true, "a node is answered for whatever its checks say", List.of(node.address())));
        return chain(settings.nodeTtl(), "TTL " + seconds(settings.nodeTtl()));
    }

    private List<Instance> step(
            String word, String note, List<Instance> from, Predicate<Instance> keeps, Function<Instance, String> why) {
        List<Instance> kept = from.stream().filter(keeps).toList();
        List<Naming.Removed> removed = from.stream()
                .filter(keeps.negate())
                .map(i -> new Naming.Removed(name(i), why.apply(i)))
                .toList();
        steps.add(new Naming.Step(word, kept.stream().map(Telling::name).toList(), removed, note));
        return kept;
    }

    private static String name(Instance instance) {
        return instance.node().name() + "/" + instance.id();
    }

    private static Naming.Candidate candidate(Instance instance, boolean answered) {
        String at = instance.address().isEmpty() ? instance.node().address() : instance.address();
        String host = at.indexOf(':') >= 0 ? "[" + at + "]" : at;
        return new Naming.Candidate(name(instance), answered, worst(instance), List.of(host + ":" + instance.port()));
    }

    /** The check that decides. */
    private static String worst(Instance instance) {
        Said worst = null;
        for (Said said : instance.checks()) {
            boolean counts = said.status().equals("critical") || (said.status().equals("warning") && worst == null);
            worst = counts ? said : worst;
        }
        if (worst == null) {
            int count = instance.checks().size();
            return count == 0 ? "has no check" : "all " + count + " checks pass";
        }
        String output = worst.output().strip();
        return "check " + worst.id() + " is " + worst.status() + (output.isEmpty() ? "" : ": " + output);
    }

    private String staleness(String service, Duration ttl) {
        return "TTL " + seconds(ttl) + " + detection: " + detection.apply(service);
    }

    private static String seconds(Duration ttl) {
        return ttl.isZero() ? "0s" : Spelling.of(ttl);
    }

    private Naming.Chain chain(Duration ttl, String staleness) {
        return new Naming.Chain(
                "everybody, in another order each time", candidates, steps, 0, (int) ttl.toSeconds(), staleness);
    }
}
