package dev.drover.command;

import dev.drover.plane.control.Status;
import dev.drover.plane.control.Status.InstanceLine;
import dev.drover.plane.control.Status.ServiceLine;
import dev.drover.plane.control.Version;
import java.time.Instant;
import java.util.ArrayList;

/** A status for reading: listeners, then each service with its instances. */
final class Picture {
    private final Output output;
    private final Instant now;

    Picture(Output output, Instant now) {
        this.output = output;
        this.now = now;
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
        for (ServiceLine service : status.services()) {
            text.append('\n');
            service(service, text);
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

    private void service(ServiceLine service, StringBuilder text) {
        long in = service.in();
        int all = service.instances().size();
        String served = in + " of " + all + " served";
        String shown = in == all && all > 0 ? output.good(served) : in == 0 ? output.bad(served) : output.wary(served);
        text.append("  ").append(output.strong(service.name())).append("  ").append(shown);
        if (!service.mode().equals("normal")) {
            text.append("  ")
                    .append(output.wary(service.mode() + (service.why().isEmpty() ? "" : ": " + service.why())));
        }
        text.append('\n');
        Table table = new Table("    ");
        for (InstanceLine instance : service.instances()) {
            table.row(
                    instance.name(),
                    instance.address().equals(instance.name()) ? "" : instance.address(),
                    measured(instance) + output.faint(" " + Times.since(instance.measuredSince(), now)),
                    instance.inFlight() + " in flight",
                    remarks(instance));
        }
        text.append(table.text());
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
