package dev.drover.observe.verdict;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.counter.service.Requests;
import dev.drover.observe.counter.service.Services;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What findings mean to the services that a node serves: whose culprits they are, and which service is slow for them. */
public final class ServiceView {
    /** A slower one is called slow: calibrated, there is no number for all services. */
    private static final double SLOW_SECONDS = 0.1;

    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

    private ServiceView() {}

    /** The same outcome with the services named that its culprits belong to. */
    static Outcome named(Outcome outcome, Window window) {
        if (!(outcome instanceof Outcome.Found(List<Finding> findings))
                || !(window.now(Services.GROUP) instanceof Measured.Value<Services>(Services services))
                || services.byPid().isEmpty()) {
            return outcome;
        }
        Processes processes = window.now(Processes.GROUP).orElse(new Processes(Map.of()));
        return new Outcome.Found(findings.stream()
                .map(f -> f.about(f.who().stream()
                        .map(w -> w.of(owner(w, services, processes)))
                        .toList()))
                .toList());
    }

    private static String owner(Who who, Services services, Processes processes) {
        return switch (who.kind()) {
            case PROCESS, THREAD ->
                who.pids().isEmpty() ? "" : services.of(who.pids().getFirst(), processes);
            case CGROUP -> ofGroup(who.name(), services, processes);
            case LISTENER -> {
                Matcher port = PORT.matcher(who.name());
                yield port.find() ? services.byPort().getOrDefault(Integer.parseInt(port.group(1)), "") : "";
            }
            case HOST, CPU, DEVICE, MOUNT, INTERFACE, PEER -> "";
        };
    }

    /** The one service whose processes are in a group; empty if there are several. */
    private static String ofGroup(String path, Services services, Processes processes) {
        Set<String> found = processes.byPid().values().stream()
                .filter(p -> p.groups().in(path))
                .map(p -> services.of(p.pid(), processes))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return found.size() == 1 ? found.iterator().next() : "";
    }

    /** A sentence for each service that is slow, or that a cause belongs to. */
    public static List<String> sentences(Window window, Diagnosis diagnosis) {
        List<Verdict.Cause> causes =
                diagnosis.verdict() instanceof Verdict.Bottleneck(List<Verdict.Cause> all) ? all : List.of();
        var sentences = new ArrayList<String>();
        Measured<Change<Requests>> change = window.change(Requests.GROUP);
        var services = new TreeSet<String>();
        change.map(c -> services.addAll(c.after().byService().keySet()));
        causes.forEach(c -> owners(c).forEach(services::add));
        for (String service : services) {
            Optional<Slowness> slow = change.map(c -> slowness(c, service)).orElse(Optional.empty());
            Optional<Verdict.Cause> cause =
                    causes.stream().filter(c -> owners(c).contains(service)).findFirst();
            String why = cause.map(c -> c.finding().headline()).orElse("");
            if (slow.isPresent()) {
                sentences.add(service + " is slow" + (why.isEmpty() ? ": " : " because " + why + ": ")
                        + slow.get().words()
                        + (why.isEmpty() ? "; none of what was found is known to concern it" : ""));
            } else if (cause.isPresent()) {
                sentences.add(service + ": " + why);
            }
        }
        return sentences;
    }

    /** The services that a cause belongs to, or what it brought about. */
    private static List<String> owners(Verdict.Cause cause) {
        return Stream.concat(
                        Stream.of(cause.finding()),
                        cause.consequences().stream().map(Verdict.Consequence::finding))
                .flatMap(f -> f.who().stream())
                .map(Who::service)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** Where the time of requests went that ended in the window. */
    private record Slowness(double seconds, String state, double share) {
        String words() {
            return Unit.SECONDS.show(seconds) + " a request, " + Unit.SHARE.show(share) + " of it " + doing();
        }

        private String doing() {
            return switch (state) {
                case "head" -> "while clients sent the head of their requests";
                case "queue" -> "waiting for a place under its concurrency";
                case "connect" -> "waiting for a connection to an instance";
                case "upstream" -> "waiting for the first byte of an instance";
                case "stream" -> "while bodies streamed, as fast as client and instance took and gave them";
                default -> "in " + state;
            };
        }
    }

    private static Optional<Slowness> slowness(Change<Requests> change, String service) {
        Requests.OfService after = change.after().byService().get(service);
        if (after == null) {
            return Optional.empty();
        }
        Requests.OfService before =
                change.before().byService().getOrDefault(service, new Requests.OfService(service, 0, Map.of()));
        long requests = after.ended() - before.ended();
        double all = 0;
        double most = 0;
        String state = "";
        for (var one : after.nanos().entrySet()) {
            double spent = Math.max(0, one.getValue() - before.nanos().getOrDefault(one.getKey(), 0L)) / 1e9;
            all += spent;
            if (spent > most) {
                most = spent;
                state = one.getKey();
            }
        }
        return requests <= 0 || all / requests <= SLOW_SECONDS
                ? Optional.empty()
                : Optional.of(new Slowness(all / requests, state, most / all));
    }
}
