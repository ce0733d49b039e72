package dev.drover.command;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.Status.InstanceLine;
import dev.drover.plane.control.Status.ServiceLine;
import dev.drover.plane.control.Status.Tally;
import dev.drover.plane.control.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A status for reading: listeners, then each service with its instances; of services with many, a few of those that there is
 * something to say about.
 */
final class Picture {
    /** With more instances a service is summed up. */
    static final int MANY = 20;

    /** So many of them are shown all the same. */
    static final int FEW = 10;

    /** How much of a service with many instances is shown. */
    enum Depth {
        /** A few of those that are not plainly up. */
        GLANCE,
        /** Every one that is not plainly up. */
        NOT_UP,
        ALL
    }

    private final Output output;
    private final Instant now;
    private final Depth depth;

    Picture(Output output, Instant now) {
        this(output, now, Depth.GLANCE);
    }

    Picture(Output output, Instant now, Depth depth) {
        this.output = output;
        this.now = now;
        this.depth = depth;
    }

    String greeting(Status status) {
        var text = new StringBuilder();
        text.append(status(status));
        text.append('\n');
        text.append("  metrics   http://").append(status.admin()).append("/metrics  ");
        text.append(output.faint("token: " + status.data() + "/monitor.token")).append('\n');
        String first = status.services().isEmpty()
                ? "SERVICE"
                : status.services().getFirst().name();
        text.append("  next      drover status   drover explain ")
                .append(first)
                .append("   drover tail   Ctrl-C ends\n");
        return text.append('\n').toString();
    }

    String status(Status status) {
        var text = new StringBuilder();
        text.append(output.strong(status.cluster())).append(" on ").append(status.node());
        text.append("  drover ").append(status.version()).append(", up ").append(Times.since(status.since(), now));
        Version model = status.model();
        if (model != null) {
            text.append(", generation ")
                    .append(model.generation())
                    .append(" of ")
                    .append(model.file());
        }
        text.append('\n');
        if (model != null && model.confirmBy() != null) {
            text.append(output.wary("waits to be confirmed until " + Times.precise(model.confirmBy(), output.zone())
                            + ": drover confirm"))
                    .append('\n');
        }
        if (!status.readiness().ready()) {
            text.append(output.wary("not ready: " + status.readiness().why())).append('\n');
        }
        text.append('\n');
        listeners(status, text);
        Status.RegistryLine registry = status.registry();
        if (registry != null) {
            text.append(registry(registry));
        }
        Agreement agreement = status.agreement();
        if (agreement != null) {
            text.append(agreement(agreement));
        }
        Status.NamesLine names = status.names();
        if (names != null) {
            text.append(names(names)).append(troubles(names, status.registry()));
        }
        for (ServiceLine service : status.services()) {
            text.append('\n').append(service(service));
        }
        return text.toString();
    }

    private void listeners(Status status, StringBuilder text) {
        Table table = new Table("  ");
        for (Status.Listening listener : status.listeners()) {
            table.row(listener.name(), listener.url(), output.faint(listener.address()));
        }
        text.append(table.text());
    }

    /** {@code nodes  3 of 3 nodes run generation 6}, and those that do not. */
    private String agreement(Agreement agreement) {
        var words = new AgreementWords(output, now);
        String sum = words.sum(agreement);
        boolean all = agreement.running() == agreement.nodes().size();
        return "  nodes     " + (all ? sum : output.wary(sum)) + "\n"
                + words.others(agreement).indent(2);
    }

    private static String some(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /**
     * {@code registry  http://127.0.0.1:8500  3 services, 12 instances, 24 checks}, since when nothing can be written, and what keeps this
     * node from doing its part; below it the way out.
     */
    private String registry(Status.RegistryLine registry) {
        String holds = some(registry.services(), "service") + ", " + some(registry.instances(), "instance") + ", "
                + some(registry.checks(), "check") + ", index " + registry.index();
        String[] trouble = registry.trouble().split("\n", 2);
        var table = new Table("  ");
        table.row("registry", "http://" + registry.address(), output.faint(holds), state(registry, trouble[0]));
        registry.sites().forEach(site -> table.row("", "site " + site.name(), output.faint(holds(site)), heard(site)));
        return trouble.length == 1 ? table.text() : table.text() + "  " + trouble[1].indent(0);
    }

    /** {@code names  1 zone, and what the catalog holds below drover  12.3 queries/s  98% NOERROR, 2% NXDOMAIN}. */
    private String names(Status.NamesLine names) {
        String below = names.domains().isEmpty() ? "" : "the catalog below " + String.join(", ", names.domains());
        String zones = names.zones() == 0 && !below.isEmpty() ? "" : some(names.zones(), "zone");
        String what = zones.isEmpty() || below.isEmpty() ? zones + below : zones + ", " + below;
        String pace = String.format(Locale.ROOT, names.perSecond() < 10 ? "%.1f" : "%.0f", names.perSecond());
        String shares = names.shares().entrySet().stream()
                .map(e -> Math.round(e.getValue() * 100) + "% " + e.getKey())
                .collect(Collectors.joining(", "));
        var table = new Table("  ");
        table.row("names", what, pace + " queries/s", output.faint(shares));
        return table.text();
    }

    /** What names are made of may be old, and goes on. */
    private String troubles(Status.NamesLine names, Status.@Nullable RegistryLine registry) {
        var text = new StringBuilder();
        Instant stale = names.staleSince();
        if (stale != null) {
            boolean isKnown = registry == null || registry.index() > 0;
            String words = isKnown
                    ? "names of the catalog answer with what was known at " + Times.at(stale, now, output.zone())
                            + ": the registry's store is gone"
                    : "names of the catalog are not known yet: SERVFAIL";
            text.append("    ").append(output.bad(words)).append('\n');
        }
        names.copies().stream()
                .filter(copy -> !copy.answered() || !copy.trouble().isEmpty())
                .forEach(copy -> text.append("    ").append(trouble(copy)).append('\n'));
        names.keys().forEach(keys -> text.append("    ").append(waits(keys)).append('\n'));
        return text.toString();
    }

    private String waits(Status.KeyLine keys) {
        String confirm = keys.confirm().isEmpty() ? "" : "; if it is there: " + keys.confirm();
        return output.wary("the next key of " + keys.zone() + " waits since "
                + Times.at(keys.since(), now, output.zone()) + ": " + keys.why() + confirm);
    }

    private String trouble(Status.CopyLine copy) {
        Long serial = copy.serial();
        Instant since = copy.troubleSince();
        Instant expires = copy.expires();
        String how = copy.answered()
                ? "answers with serial " + serial
                : serial == null ? "has not come: SERVFAIL" : "is too old: SERVFAIL; serial " + serial;
        String why = since == null ? "" : "; since " + Times.at(since, now, output.zone()) + ": " + copy.trouble();
        String until = expires == null || !copy.answered() ? "" : ", until " + Times.at(expires, now, output.zone());
        String next = "; asks again at " + Times.at(copy.next(), now, output.zone());
        String text = copy.zone() + " " + how + until + why + next;
        return copy.answered() ? output.wary(text) : output.bad(text);
    }

    private static String holds(Status.SiteLine site) {
        return site.node().isEmpty()
                ? "never heard"
                : site.up() + " of " + some(site.instances(), "instance") + " of " + some(site.services(), "service")
                        + " up, by " + site.node();
    }

    private String heard(Status.SiteLine site) {
        Instant silent = site.silentSince();
        if (silent == null) {
            return "";
        }
        return output.bad("silent since " + Times.at(silent, now, output.zone())
                + (site.trouble().isEmpty() ? "" : ": " + site.trouble()));
    }

    private String state(Status.RegistryLine registry, String trouble) {
        Instant stale = registry.staleSince();
        Instant since = registry.troubleSince();
        String seen = since == null ? "" : "since " + Times.at(since, now, output.zone());
        if (stale == null) {
            return trouble.isEmpty() ? "" : output.wary("this node, " + seen + ": " + trouble);
        }
        return output.bad("stale since " + Times.at(stale, now, output.zone()) + ": "
                + (trouble.isEmpty() ? "nothing can be written" : trouble + " (" + seen + ")"));
    }

    String service(ServiceLine service) {
        Tally tally = service.tally();
        int in = tally.served();
        int all = tally.instances();
        String served = in + " of " + all + " served";
        String shown = in == all && all > 0 ? output.good(served) : in == 0 ? output.bad(served) : output.wary(served);
        var text = new StringBuilder();
        text.append("  ").append(output.strong(service.name())).append("  ").append(shown);
        if (!service.mode().equals("normal")) {
            text.append("  ")
                    .append(output.wary(service.mode() + (service.why().isEmpty() ? "" : ": " + service.why())));
        }
        if (all <= MANY || depth == Depth.ALL) {
            return text.append('\n').append(table(service.instances())).toString();
        }
        text.append("  ").append(output.faint(words(tally))).append('\n');
        List<InstanceLine> remarkable = InstanceLine.notPlain(service.instances());
        int most = depth == Depth.GLANCE ? FEW : remarkable.size();
        text.append(table(remarkable.stream().limit(most).toList()));
        return text.append(rest(service.name(), all, remarkable.size() - most)).toString();
    }

    /** What is not shown, and the command that shows it. */
    private String rest(String name, int all, int more) {
        if (more > 0) {
            return output.faint("    and " + more + " more that are not plainly up: drover status " + name) + "\n";
        }
        return depth == Depth.GLANCE
                ? ""
                : output.faint("    all " + all + " of them: drover status " + name + " --all") + "\n";
    }

    /** {@code 9690 up, 300 down, 10 unknown; 5 drained or forced}. */
    static String words(Tally tally) {
        var words = new StringBuilder().append(tally.up()).append(" up");
        if (tally.down() > 0) {
            words.append(", ").append(tally.down()).append(" down");
        }
        if (tally.unknown() > 0) {
            words.append(", ").append(tally.unknown()).append(" unknown");
        }
        if (tally.wished() > 0) {
            words.append("; ").append(tally.wished()).append(" drained or forced");
        }
        return words.toString();
    }

    private String table(List<InstanceLine> instances) {
        Table table = new Table("    ");
        for (InstanceLine instance : instances) {
            table.row(
                    instance.name(),
                    instance.address().equals(instance.name()) ? "" : instance.address(),
                    measured(instance) + output.faint(" " + Times.since(instance.measuredSince(), now)),
                    instance.inFlight() + " in flight",
                    remarks(instance));
        }
        return table.text();
    }

    private String measured(InstanceLine instance) {
        return switch (instance.measured()) {
            case "up" -> output.good("up");
            case "unknown" -> output.faint("unknown");
            default -> output.bad(instance.measured());
        };
    }

    /** What is out of the ordinary, and only that. */
    private String remarks(InstanceLine instance) {
        var remarks = new ArrayList<String>();
        if (!instance.intent().equals("in service")) {
            remarks.add(output.wary(instance.intent()) + " by " + instance.intentBy());
        }
        boolean up = instance.measured().equals("up");
        boolean served = instance.served().equals("in");
        if (up != served && instance.intent().equals("in service")) {
            remarks.add((served ? "served: " : "not served: ") + instance.servedWhy());
        }
        if (!up) {
            remarks.add(instance.reason());
        }
        return String.join("; ", remarks);
    }
}
