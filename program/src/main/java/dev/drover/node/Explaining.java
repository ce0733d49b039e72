package dev.drover.node;

import dev.drover.board.Event;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Served;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Health;
import dev.drover.model.Service;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Registrations;
import dev.drover.plane.control.Explanation;
import dev.drover.plane.control.Explanation.Fact;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells why a service stands as it does: what its instances measure, what planes make of that, and how it came to it. */
final class Explaining {
    private final Assembly assembly;
    private final Describing describing;

    /** @param describing tells of an instance in one line */
    Explaining(Assembly assembly, Describing describing) {
        this.assembly = assembly;
        this.describing = describing;
    }

    Explanation explain(String service, @Nullable String instance, int most) throws Refused {
        Snapshot now = assembly.board().now();
        ServiceState state = Intents.known(now, service);
        Instance only = instance == null ? null : Intents.known(state, instance);
        List<Instance> asked = only == null ? state.instances() : List.of(only);
        List<Status.InstanceLine> all = asked.stream().map(describing::line).toList();
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
                        .map(Explaining::thresholds)
                        .orElse(List.of()),
                told(service, told),
                registrations(service, instance, most),
                timeline(service, instance));
    }

    List<Explanation.Registered> registrations(String service) {
        return assembly.registrations().of(service).stream()
                .map(Explaining::registered)
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
                .map(Explaining::registered)
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
                    .sorted(Map.Entry.comparingByValue())
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
