package dev.drover.model.check;

import dev.drover.model.AnswerStep;
import dev.drover.model.Coordination;
import dev.drover.model.Dns;
import dev.drover.model.Dns.Candidates;
import dev.drover.model.Dns.Steered;
import dev.drover.model.Health;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.model.Signing;
import dev.drover.model.Where;
import java.util.List;
import java.util.Optional;

/** Zones without listeners and the other way round, names that do not belong to their zone, and chains that cannot choose. */
final class Names {
    private final Findings findings;
    private final Model model;

    Names(Findings findings) {
        this.findings = findings;
        this.model = findings.model();
    }

    void check() {
        model.dns().ifPresentOrElse(this::names, this::nothingToAnswer);
    }

    private void nothingToAnswer() {
        boolean unread = model.where().has("dns");
        for (Listener listener : unread ? List.<Listener>of() : model.dnsListeners()) {
            findings.problem(
                    listener.where(),
                    "listen." + listener.name(),
                    "there is no zone to answer for",
                    "dns: {zones: {example.com: {file: example.com.zone}}} or dns: {discovery: {}} at the top");
        }
    }

    private void names(Dns dns) {
        if (List.of("zones", "discovery").stream().noneMatch(dns.where()::has)) {
            findings.problem(
                    dns.where(),
                    "dns",
                    "there is nothing to answer (expected: zones, discovery or both)",
                    "discovery: {}");
        }
        boolean unread = findings.broken().stream().anyMatch(path -> path.startsWith("listen."));
        if (model.dnsListeners().isEmpty() && !unread) {
            findings.problem(
                    dns.where(),
                    "dns",
                    "no listener answers for these zones",
                    "listen: {names: {protocol: dns, address: \"*:53\"}}");
        }
        dns.discovery().ifPresent(discovery -> discovery(dns, discovery));
        dns.watching()
                .flatMap(Dns.Watching::missteer)
                .ifPresent(missteer -> missteer.beacons().forEach(beacon -> beacon(dns, missteer.where(), beacon)));
        for (Dns.Zone zone : dns.zones().values()) {
            zone(dns, zone);
            zone.names().values().forEach(name -> name(dns, zone, name));
        }
    }

    private void discovery(Dns dns, Dns.Discovery discovery) {
        Where at = discovery.where().at("domains");
        for (String domain : discovery.domains()) {
            Dns.Zone zone = dns.zones().get(domain);
            if (zone != null) {
                findings.problem(
                        at,
                        "dns.discovery.domains",
                        domain + " is a zone as well (" + Findings.seenFrom(at, zone.where()) + ")",
                        "take a domain of its own, such as drover, or consul." + domain);
            }
            discovery.domains().stream()
                    .filter(other -> !other.equals(domain) && Dns.isAtOrBelow(domain, other))
                    .findFirst()
                    .ifPresent(other -> findings.problem(
                            at, "dns.discovery.domains", domain + " lies below " + other, "keep one of the two"));
        }
    }

    private void beacon(Dns dns, Where where, String beacon) {
        String path = "dns.missteer.beacons";
        Optional<Dns.Zone> zone = dns.zones().values().stream()
                .filter(z -> z.names().values().stream().anyMatch(n -> isBeacon(z, n, beacon)))
                .findFirst();
        if (zone.isEmpty()) {
            findings.problem(
                    where.at("beacons"),
                    path,
                    beacon + " is no name below a zone's origin whose answer is chosen among sites",
                    "dns: {zones: {example.com: {names: {beacon: {sites: {fra: catalog-fra, nyc: catalog-nyc}, ttl: 5s}}}}}");
        } else if (zone.get().signing().isPresent()) {
            findings.problem(
                    where.at("beacons"),
                    path,
                    beacon + " is in the signed zone " + zone.get().origin()
                            + ", where names that are made up cannot be answered",
                    "take a name of a zone that is not signed");
        }
    }

    private static boolean isBeacon(Dns.Zone zone, Steered name, String beacon) {
        return name.of() instanceof Candidates.Sites
                && !name.name().equals("@")
                && name.in(zone.origin()).equals(beacon);
    }

    private void zone(Dns dns, Dns.Zone zone) {
        String path = "dns.zones." + zone.origin();
        signed(dns, zone, path);
        copied(dns, zone, path);
        zone.transfer()
                .ifPresent(t -> t.keys().stream()
                        .filter(k -> !dns.keys().containsKey(k))
                        .forEach(k -> findings.problem(
                                t.where().at("keys"),
                                path + ".transfer.keys",
                                "there is no key " + k,
                                "declare it: dns: {keys: {" + k + ": {secret: {file: " + k + ".secret}}}}")));
        if (List.of("file", "records", "names", "primary").stream().noneMatch(zone.where()::has)) {
            findings.problem(
                    zone.where(),
                    path,
                    "the zone is empty (expected: file, records or names)",
                    "file: " + zone.origin() + ".zone");
        }
    }

    private void copied(Dns dns, Dns.Zone zone, String path) {
        if (zone.primary().isEmpty()) {
            return;
        }
        for (String other : List.of("file", "records", "nameservers", "names", "transfer", "sign")) {
            if (zone.where().has(other)) {
                findings.problem(
                        zone.where().at(other),
                        path + "." + other,
                        "the zone comes from its primary as it is",
                        "remove " + other + ", or primary");
            }
        }
        zone.primary()
                .get()
                .key()
                .filter(k -> !dns.keys().containsKey(k))
                .ifPresent(k -> findings.problem(
                        zone.primary().get().where().at("key"),
                        path + ".primary.key",
                        "there is no key " + k,
                        "declare it: dns: {keys: {" + k + ": {secret: {file: " + k + ".secret}}}}"));
    }

    private void signed(Dns dns, Dns.Zone zone, String path) {
        if (zone.signing().isEmpty()) {
            return;
        }
        if (zone.transfer().isPresent()) {
            given(zone, zone.signing().get(), path);
        }
        boolean shared = model.registry()
                .filter(r -> !(r.coordination() instanceof Coordination.Embedded))
                .isPresent();
        if (shared && dns.secret().isEmpty() && zone.signing().get().imported().isEmpty()) {
            findings.problem(
                    zone.where().at("sign"),
                    path + ".sign",
                    "nodes that share their model would each sign with keys of their own",
                    "dns: {secret: {file: names.secret}}, the same on each node, made by openssl rand -hex 32");
        }
        if (!zone.signing().get().lifetime().isZero()) {
            following(dns, zone, path, shared);
        }
    }

    /** Other servers answer what they were given, and sign nothing. */
    private void given(Dns.Zone zone, Signing signing, String path) {
        Where where = zone.where().at("transfer");
        if (signing.denial() == Signing.Denial.COMPACT) {
            findings.problem(
                    where,
                    path + ".transfer",
                    "the zone is signed with denials made for each question, and other servers cannot make any",
                    "denial: nsec, or remove transfer");
        }
        if (!zone.names().isEmpty()) {
            findings.problem(
                    where,
                    path + ".transfer",
                    "the zone is signed and has names that are chosen for each client, and other servers cannot sign a choice",
                    "give those names a zone of their own, without transfer; or remove transfer, or sign");
        }
    }

    /** Nodes with one secret that do not agree on the keys of a zone publish different ones, and the zone above knows one of them. */
    private void following(Dns dns, Dns.Zone zone, String path, boolean shared) {
        Where where = zone.where().at("sign");
        if (!shared && dns.secret().isPresent()) {
            findings.problem(
                    where,
                    path + ".sign.ksk-lifetime",
                    "nodes that are given one secret have to agree on their keys, and this one shares no registry",
                    "registry: {ensemble: [NODE], secret: {file: registry.secret}}; on a node for itself move the secret to"
                            + " names/dnssec.secret in its data folder, and remove dns.secret");
        }
        boolean open = model.registry()
                .filter(r -> r.coordination() instanceof Coordination.Connect c
                        && c.secret().isEmpty())
                .isPresent();
        if (open) {
            findings.problem(
                    where,
                    path + ".sign.ksk-lifetime",
                    "nodes cannot agree on keys in a ZooKeeper that anybody may write to",
                    "give the registry a secret");
        }
    }

    private void name(Dns dns, Dns.Zone zone, Steered name) {
        String path = "dns.zones." + zone.origin() + ".names." + name.name();
        String full = name.in(zone.origin());
        if (!name.name().equals("@") && Dns.isAtOrBelow(name.name(), zone.origin())) {
            int rest = name.name().length() - zone.origin().length() - 1;
            findings.problem(
                    name.where(),
                    path,
                    "names are relative to the zone: this one would be " + full,
                    "write " + (rest > 0 ? name.name().substring(0, rest) : "\"@\""));
        }
        dns.zones().values().stream()
                .filter(other -> other != zone
                        && Dns.isAtOrBelow(other.origin(), zone.origin())
                        && Dns.isAtOrBelow(full, other.origin()))
                .findFirst()
                .ifPresent(other -> findings.problem(
                        name.where(),
                        path,
                        full + " lies in the zone " + other.origin() + " ("
                                + Findings.seenFrom(name.where(), other.where()) + ")",
                        "declare it there"));
        new Chain(findings, name, path).check();
        name.of().watched().stream().distinct().forEach(service -> unmeasured(name, path, service));
    }

    private void unmeasured(Steered name, String path, String service) {
        boolean up = name.answer().contains(new AnswerStep.Up());
        Where at = name.where().at(name.of() instanceof Candidates.Sites ? "sites" : "service");
        model.service(service)
                .map(Service::health)
                .map(Health::check)
                .filter(check -> up && check instanceof Health.Check.None)
                .ifPresent(none -> findings.warning(
                        at,
                        path,
                        "service " + service + " has no check: it counts as up whatever happens",
                        "health: {check: tcp} at the service"));
    }
}
