package dev.drover.dns.plane;

import dev.drover.board.Instance;
import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the names make of the instances of a service. */
final class Standings {
    private Standings() {}

    /** Nothing for a service that no name is steered by. */
    static Map<String, Served> of(Model model, Snapshot snapshot, String service) {
        List<String> names = names(model, service);
        var served = new HashMap<String, Served>();
        if (!names.isEmpty()) {
            String detail = "counts for " + String.join(", ", names);
            for (Instance i : snapshot.service(service).map(s -> s.instances()).orElse(List.of())) {
                served.put(i.id().instance(), new Served(i.standing().verdict(), snapshot.generation(), detail));
            }
        }
        return served;
    }

    private static List<String> names(Model model, String service) {
        var names = new ArrayList<String>();
        for (Dns.Zone zone : model.dns().orElseGet(Dns::none).zones().values()) {
            for (Dns.Steered name : zone.names().values()) {
                if (name.of().watched().contains(service)) {
                    names.add(name.in(zone.origin()));
                }
            }
        }
        return names;
    }
}
