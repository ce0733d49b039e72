package dev.drover.dns.discovery;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Authority;
import dev.drover.dns.name.DnsName;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.plane.Abroad;
import dev.drover.plane.Discovery;
import dev.drover.plane.control.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The discovery names of one model: who answers for them, and why they answer what they do. */
public final class DiscoveryNames {
    private final Dns.Discovery settings;
    private final Supplier<Discovery.Catalog> source;
    private final Supplier<Abroad> abroad;

    /** @param source gives the catalog of the moment; asked with every query */
    public DiscoveryNames(Dns.Discovery settings, Supplier<Discovery.Catalog> source) {
        this(settings, source, Abroad::nowhere);
    }

    /** @param abroad gives what is known of other sites */
    public DiscoveryNames(Dns.Discovery settings, Supplier<Discovery.Catalog> source, Supplier<Abroad> abroad) {
        this.settings = settings;
        this.source = source;
        this.abroad = abroad;
    }

    /** What a board tells where no registry does, on the node of that name. */
    public static Discovery.Catalog declared(Model model, Snapshot board, String node) {
        return new BoardCatalog(model, board, node);
    }

    public Dns.Discovery settings() {
        return settings;
    }

    /** The domain that a name is in. */
    public Optional<String> domain(DnsName name) {
        return settings.domains().stream()
                .filter(d -> name.isAtOrBelow(DnsName.parse(d)))
                .findFirst();
    }

    /**
     * How the answer about a name came to be.
     *
     * @param detection how long it takes, at worst, until it is noticed that an instance of a service is gone; by its name
     */
    public Naming.Chain explain(DnsName name, String domain, Function<String, String> detection) {
        return new Telling(settings, source.get(), abroad.get(), detection).of(name, DnsName.parse(domain));
    }

    /** Each domain, and reverse lookups. */
    public List<Authority> authorities() {
        var all = new ArrayList<Authority>();
        for (String domain : settings.domains()) {
            all.add(new Domain(settings, DnsName.parse(domain), source, abroad));
        }
        Reverse.ORIGINS.forEach(origin -> all.add(new Reverse(settings, origin, source)));
        return all;
    }
}
