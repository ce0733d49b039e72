package dev.drover.node;

import dev.drover.board.Event;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Served;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Health;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Registrations;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Control.Readiness;
import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Explanation.Fact;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what is: board, planes and processes in the records that are sent to who asks. */
final class Describing {
    private final Settings settings;
    private final Assembly assembly;
    private final Instant since;

    Describing(Settings settings, Assembly assembly, Instant since) {
        this.settings = settings;
        this.assembly = assembly;
        this.since = since;
    }

    Status status(Readiness readiness, Optional<Version> running, @Nullable Agreement agreement, String admin) {
        Model model = assembly.conductor().running();
        Snapshot now = assembly.board().now();
        return new Status(
                settings.version(),
                model.cluster(),
                settings.node(),
                since,
                readiness,
                running.orElse(null),
                now.generation(),
                model.listeners().values().stream().map(Describing::listening).toList(),
                model.services().keySet().stream()
                        .map(name -> service(now, name))
                        .toList(),
                assembly.registrations().figures().map(this::registry).orElse(null),
                assembly.names().figures().map(this::names).orElse(null),
                agreement,
                new LinkedHashMap<>(assembly.conductor().confirmed()),
                admin,
                settings.data().toString());
    }

    /** Names of the catalog go on with what was last known. */
    private Status.NamesLine names(NameTraffic.Figures f) {
        Optional<Instant> stale = f.domains().isEmpty()
                ? Optional.empty()
                : assembly.registrations().figures().flatMap(Registrations.Figures::staleSince);
        return new Status.NamesLine(
                f.perSecond(),
                f.answered(),
                f.shares(),
                f.dropped(),
                f.zones(),
                f.domains(),
                stale.orElse(null),
                f.copies().stream().map(Describing::copy).toList(),
                f.keys().stream()
                        .map(k -> new Status.KeyLine(k.zone(), k.since(), k.why(), k.confirm()))
                        .toList());
    }

    private static Status.CopyLine copy(NameTraffic.Copied c) {
        return new Status.CopyLine(
                c.zone(),
                c.serial().isPresent() ? c.serial().getAsLong() : null,
                c.answered(),
                c.trouble(),
                c.troubleSince().orElse(null),
                c.checked().orElse(null),
                c.next(),
                c.expires().orElse(null));
    }

    private Status.RegistryLine registry(Registrations.Figures f) {
        return new Status.RegistryLine(
                f.address(),
                f.staleSince().orElse(null),
                f.trouble(),
                f.troubleSince().orElse(null),
                f.nodes(),
                f.services(),
                f.instances(),
                f.checks(),
                f.waiting(),
                f.index(),
                assembly.registrations().sites().stream().map(Describing::site).toList());
    }

    private static Status.SiteLine site(Registrations.OtherSite s) {
        return new Status.SiteLine(
                s.name(), s.node(), s.silentSince().orElse(null), s.trouble(), s.services(), s.instances(), s.up());
    }

    private static Status.Listening listening(Listener listener) {
        boolean inRequests = listener.protocol() == Listener.Protocol.DNS_HTTPS;
        String scheme = inRequests ? "https" : listener.protocol().word();
        int port = listener.address().port();
        boolean usual = port
                == switch (listener.protocol()) {
                    case HTTP -> 80;
                    case HTTPS, DNS_HTTPS -> 443;
                    case DNS -> 53;
                    case DNS_TLS -> 853;
                };
        String host = listener.address().isAny() || listener.address().host().equals("0.0.0.0")
                ? "localhost"
                : listener.address().toString().replaceFirst(":[0-9]+$", "");
        return new Status.Listening(
                listener.name(),
                listener.protocol().word(),
                listener.address().toString(),
                scheme + "://" + host + (usual ? "" : ":" + port) + (inRequests ? "/dns-query" : ""));
    }

    private Status.ServiceLine service(Snapshot now, String name) {
        ServiceState state = now.service(name).orElseGet(() -> ServiceState.of(name, List.of()));
        return new Status.ServiceLine(
                name,
                Words.of(state.mode()),
                state.why(),
                state.instances().stream().map(this::line).toList());
    }

    private Status.InstanceLine line(Instance instance) {
        return new Status.InstanceLine(
                instance.id().instance(),
                instance.hostPort(),
                instance.origin(),
                instance.weight(),
                Words.of(instance.measured().state()),
                instance.measured().since(),
                instance.measured().reason(),
                Words.of(instance.intent().wish()),
                instance.intent().since(),
                instance.intent().by(),
                instance.intent().reason(),
                Words.of(instance.standing().verdict()),
                instance.standing().why(),
                assembly.traffic().inFlight(instance.id()));
    }

    Explanation explain(String service, @Nullable String instance, int most) throws Refused {
        Snapshot now = assembly.board().now();
        ServiceState state = Intents.known(now, service);
        Instance only = instance == null ? null : Intents.known(state, instance);
        List<Instance> asked = only == null ? state.instances() : List.of(only);
        List<Status.InstanceLine> all = asked.stream().map(this::line).toList();
        List<Status.InstanceLine> told = worst(all, most);
        return new Explanation(
                service,
                Words.of(state.mode()),
                state.why(),
                now.generation(),
                Status.Tally.of(all),
                assembly.conductor()
                        .running()
                        .service(service)
                        .map(Describing::thresholds)
                        .orElse(List.of()),
                told(service, told),
                registrations(service, instance, most),
                timeline(service, instance));
    }

    List<Explanation.Registered> registrations(String service) {
        return assembly.registrations().of(service).stream()
                .map(Describing::registered)
                .toList();
    }

    /** Of many, those that something is wrong with. */
    private List<Explanation.Registered> registrations(String service, @Nullable String instance, int most) {
        List<Registrations.Registration> all = assembly.registrations().of(service).stream()
                .filter(r -> instance == null || instance.equals(r.instance()))
                .toList();
        return all.stream()
                .filter(r -> most == 0 || all.size() <= most || !r.passes())
                .limit(most == 0 ? Long.MAX_VALUE : most)
                .map(Describing::registered)
                .toList();
    }

    private static Explanation.Registered registered(Registrations.Registration r) {
        return new Explanation.Registered(
                r.node(),
                r.id(),
                r.address(),
                r.declared() ? "drover" : "itself",
                r.note(),
                r.checks().stream()
                        .map(c -> new Explanation.CheckSays(c.id(), c.name(), c.status(), c.output()))
                        .toList());
    }

    private static List<Status.InstanceLine> worst(List<Status.InstanceLine> all, int most) {
        return most == 0 || all.size() <= most
                ? all
                : Status.InstanceLine.notPlain(all).stream().limit(most).toList();
    }

    private static List<Fact> thresholds(Service service) {
        Health health = service.health();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("check", check(health.check())));
        if (health.check().isTimed()) {
            facts.add(
                    new Fact("interval", Words.of(health.interval()) + ", spread by " + health.jitterPercent() + "%"));
            facts.add(new Fact("timeout", Words.of(health.timeout())));
            facts.add(new Fact("fall", health.fall() + " failures in a row make it down"));
            facts.add(new Fact("rise", health.rise() + " passes in a row make it up"));
        }
        Health.Flaps flaps = health.flaps();
        facts.add(new Fact(
                "flaps",
                flaps.changes() == 0
                        ? "off"
                        : flaps.changes() + " times down within " + Words.of(flaps.window()) + ": held down for "
                                + Words.of(flaps.holdDown())));
        Health.Evidence live = health.evidence();
        facts.add(new Fact(
                "evidence",
                live.failures() == 0 && live.successRate() == 0
                        ? "off"
                        : live.failures() + " failed requests in a row eject for " + Words.of(live.eject())
                                + ", longer each time, at most " + Words.of(live.ejectAtMost())));
        facts.add(new Fact("remove-at-most", health.removeAtMost() + "% of the instances"));
        return facts;
    }

    private static String check(Health.Check check) {
        return switch (check) {
            case Health.Check.None none -> "none";
            case Health.Check.Registered registered -> "those that instances registered with themselves";
            case Health.Check.Tcp tcp -> "tcp connect";
            case Health.Check.Http http -> "GET " + http.path() + ", wants " + http.status();
            case Health.Check.Command command -> "runs " + command.command().getFirst();
        };
    }

    /** Planes and processes are asked once for the whole service: it may have thousands of instances. */
    private List<Explanation.Told> told(String service, List<Status.InstanceLine> lines) {
        var served = new LinkedHashMap<String, Map<String, Served>>();
        assembly.conductor().planes().forEach(p -> served.put(p.name(), p.served(service)));
        Map<InstanceId, Processes.State> processes = assembly.processes().states().stream()
                .collect(Collectors.toMap(Processes.State::id, s -> s, (one, other) -> one));
        return lines.stream()
                .map(line -> {
                    var id = new InstanceId(service, line.name());
                    return new Explanation.Told(line, evidence(id, processes.get(id)), says(line.name(), served));
                })
                .toList();
    }

    private static List<Explanation.PlaneSays> says(String instance, Map<String, Map<String, Served>> served) {
        var says = new ArrayList<Explanation.PlaneSays>();
        served.forEach((plane, all) -> {
            Served one = all.get(instance);
            if (one != null) {
                says.add(new Explanation.PlaneSays(plane, Words.of(one.verdict()), one.generation(), one.detail()));
            }
        });
        return says;
    }

    private List<Fact> evidence(InstanceId id, Processes.@Nullable State process) {
        var facts = new ArrayList<Fact>();
        assembly.probes().of(id).ifPresent(p -> probed(p, facts));
        if (process != null) {
            process(process, facts);
        }
        return facts;
    }

    /** ISO 8601 in UTC, to the millisecond; who prints it says it in local time. */
    private static String millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void probed(Probes.Probed probed, List<Fact> facts) {
        facts.add(new Fact("check", probed.check()));
        facts.add(new Fact("progress", probed.progress()));
        for (Probes.Result result : probed.last()) {
            facts.add(new Fact(
                    "result",
                    millis(result.at()) + " " + (result.passed() ? "passed" : "failed") + " in "
                            + result.took().toMillis() + "ms: " + result.outcome()));
        }
        probed.next().ifPresent(next -> facts.add(new Fact("next check", millis(next))));
        Probes.Live live = probed.live();
        facts.add(new Fact(
                "live traffic",
                live.requests() + " requests, " + live.failures() + " failed, " + live.consecutive()
                        + " failed in a row"));
        live.ejectedUntil().ifPresent(until -> facts.add(new Fact("ejected until", millis(until))));
    }

    private static void process(Processes.State process, List<Fact> facts) {
        String pid = process.pid().isPresent() ? ", process " + process.pid().getAsLong() : "";
        facts.add(new Fact(
                "process",
                process.phase().words() + " since " + millis(process.since()) + pid + ", " + process.restarts()
                        + " restarts"));
        process.lastExit().ifPresent(exit -> facts.add(new Fact("last exit", millis(exit.at()) + " " + exit.why())));
        process.nextStart().ifPresent(next -> facts.add(new Fact("next start", millis(next))));
        if (process.failures() > 0) {
            process.lastWords().forEach(line -> facts.add(new Fact("last words", line)));
        }
    }

    private List<Explanation.Moment> timeline(String service, @Nullable String instance) {
        return assembly.board().past(service).stream()
                .filter(e -> instance == null
                        || e.subject().instance().isEmpty()
                        || e.subject().instance().equals(instance))
                .map(this::moment)
                .toList();
    }

    private Explanation.Moment moment(Event event) {
        var applied = new ArrayList<Explanation.Confirmed>();
        if (event.generation() > 0) {
            assembly.board().confirmations(event.generation()).entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByValue())
                    .forEach(c -> applied.add(new Explanation.Confirmed(c.getKey(), c.getValue())));
        }
        return new Explanation.Moment(
                event.at(),
                event.generation(),
                event.subject().instance(),
                event.what(),
                event.from(),
                event.to(),
                event.why(),
                applied);
    }
}
