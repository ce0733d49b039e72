package dev.drover.model.plan;

import dev.drover.model.Instances;
import dev.drover.model.Instances.Address;
import dev.drover.model.Service;
import dev.drover.model.Spelling;
import dev.drover.model.plan.Difference.Change;
import java.util.ArrayList;
import java.util.List;

/** What running requests, connections and processes feel of a difference. */
final class Consequences {
    private Consequences() {}

    static List<String> ofAdded(Service service) {
        return switch (service.instances()) {
            case Instances.Addresses addresses ->
                List.of(plural(addresses.addresses().size(), "instance") + " to check; requests once a check passed");
            case Instances.Registered registered ->
                List.of("instances come as they register themselves; requests while what they registered passes");
            case Instances.Run run -> List.of(plural(run.count(), "process", "processes") + " to start");
        };
    }

    static List<String> ofRemoved(Service service) {
        return switch (service.instances()) {
            case Instances.Addresses addresses ->
                List.of(plural(addresses.addresses().size(), "instance")
                        + " removed: requests in flight finish, no new ones");
            case Instances.Registered registered ->
                List.of("its instances stay registered: requests in flight finish, no new ones");
            case Instances.Run run ->
                List.of(plural(run.count(), "process", "processes") + " drained (at most " + Spelling.of(run.drain())
                        + "), then stopped (SIGTERM, after " + Spelling.of(run.stop()) + " SIGKILL)");
        };
    }

    static List<String> ofChanged(Service now, Service wanted, List<Change> changes) {
        var said = new ArrayList<String>();
        if (now.instances() instanceof Instances.Addresses a && wanted.instances() instanceof Instances.Addresses b) {
            addresses(a, b, said);
        } else if (now.instances() instanceof Instances.Run a && wanted.instances() instanceof Instances.Run b) {
            processes(a, b, said);
        } else if (!now.instances().equals(wanted.instances())) {
            said.addAll(ofRemoved(now));
            said.addAll(ofAdded(wanted));
        }
        if (!now.balance().equals(wanted.balance())) {
            said.add("clients may reach another instance than before");
        }
        if (!now.tls().equals(wanted.tls())) {
            said.add("new connections to the instances are opened; the old ones are closed when they are idle");
        }
        boolean checkedAnew = changes.stream().anyMatch(c -> c.key().startsWith("health.check"));
        if (checkedAnew && wanted.health().check().isTimed()) {
            said.add("instances keep their health until the new checks have decided");
        }
        return said;
    }

    private static void addresses(Instances.Addresses now, Instances.Addresses wanted, List<String> said) {
        List<String> before = now.addresses().stream().map(Address::toString).toList();
        List<String> after = wanted.addresses().stream().map(Address::toString).toList();
        long gone = before.stream().filter(a -> !after.contains(a)).count();
        long fresh = after.stream().filter(a -> !before.contains(a)).count();
        if (gone > 0) {
            said.add(plural(gone, "instance") + " removed: requests in flight finish, no new ones");
        }
        if (fresh > 0) {
            said.add(plural(fresh, "instance") + " added: requests once a check passed");
        }
    }

    private static void processes(Instances.Run now, Instances.Run wanted, List<String> said) {
        int fewer = now.count() - wanted.count();
        if (fewer > 0) {
            said.add(plural(fewer, "process", "processes") + " drained (at most " + Spelling.of(now.drain())
                    + "), then stopped (SIGTERM, after " + Spelling.of(now.stop()) + " SIGKILL)");
        } else if (fewer < 0) {
            said.add(plural(-fewer, "process", "processes") + " to start");
        }
        boolean other = !now.command().equals(wanted.command())
                || !now.environment().equals(wanted.environment())
                || !now.directory().equals(wanted.directory())
                || !now.user().equals(wanted.user());
        if (other) {
            said.add("the program changes: its processes are started anew, one at a time behind a drain");
        }
    }

    static String plural(long count, String one) {
        return plural(count, one, one + "s");
    }

    private static String plural(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
