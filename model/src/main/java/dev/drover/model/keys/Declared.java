package dev.drover.model.keys;

import dev.drover.model.Certificate;
import dev.drover.model.Dns;
import dev.drover.model.Listener;
import dev.drover.model.Network;
import dev.drover.model.Node;
import dev.drover.model.Registry;
import dev.drover.model.Route;
import dev.drover.model.Service;
import dev.drover.model.Site;
import dev.drover.model.Where;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What one file declares by itself, not yet joined with the files it includes. */
public record Declared(
        Where where,
        List<String> include,
        Optional<String> cluster,
        SequencedMap<String, Node> nodes,
        SequencedMap<String, Site> sites,
        SequencedMap<String, Listener> listeners,
        SequencedMap<String, Certificate> certificates,
        List<Network> trusted,
        Optional<Registry> registry,
        Optional<Dns> dns,
        SequencedMap<String, Service> services,
        List<Route> routes) {

    /** Whether it cannot be known which registered services routes may name: what says so could not be read. */
    public boolean isVagueOnImports() {
        boolean unread = registry.isEmpty() && where.has("registry");
        return unread
                || registry.filter(r -> r.where().has("import") && r.imports().isEmpty())
                        .isPresent();
    }
}
