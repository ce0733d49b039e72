package dev.drover.registry.plane;

import dev.drover.plane.Registrations;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Control;
import dev.drover.registry.Contact;
import dev.drover.registry.bridge.Declarations;
import dev.drover.registry.bridge.InstanceName;
import dev.drover.registry.bridge.Place;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what the registry of the moment holds. */
final class Catalog implements Registrations {
    private final Supplier<RegistryPlane.@Nullable Running> running;
    private final Ticker ticker;
    private volatile @Nullable Listing listing;

    /** What was told last: with many services it takes long, and is asked for again and again. */
    private record Listing(State state, List<Control.Listed> services) {}

    Catalog(Supplier<RegistryPlane.@Nullable Running> running, Ticker ticker) {
        this.running = running;
        this.ticker = ticker;
    }

    @Override
    public Optional<Figures> figures() {
        RegistryPlane.Running now = running.get();
        if (now == null) {
            return Optional.empty();
        }
        var registry = now.works().registry();
        State state = registry.state();
        Contact contact = registry.contact();
        Optional<Instant> stale = contact.leader()
                ? Optional.empty()
                : Optional.of(ticker.instant().minus(contact.ago()));
        Optional<Trouble> trouble = registry.trouble();
        return Optional.of(new Figures(
                text(now.server().address()),
                stale,
                trouble.map(Trouble::words).orElse(""),
                trouble.map(Trouble::since),
                state.nodes().size(),
                state.serviceCount(),
                state.instances().size(),
                state.checks().size(),
                state.keyCount(),
                state.sessions().size(),
                registry.replica().waiting(),
                state.index()));
    }

    @Override
    public List<OtherSite> sites() {
        RegistryPlane.Running now = running.get();
        return now == null ? List.of() : now.works().sites().others();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    @Override
    public List<Control.Listed> services() {
        RegistryPlane.Running now = running.get();
        if (now == null) {
            return List.of();
        }
        State state = now.works().registry().state();
        Listing known = listing;
        if (known == null || known.state() != state) {
            known = new Listing(
                    state,
                    state.serviceNames().stream()
                            .sorted()
                            .map(name -> listed(state, name))
                            .toList());
            listing = known;
        }
        return known.services();
    }

    private static Control.Listed listed(State state, String name) {
        var tags = new TreeSet<String>();
        var by = new EnumMap<CheckStatus, Integer>(CheckStatus.class);
        List<Service> instances = state.instances(name);
        for (Service service : instances) {
            tags.addAll(service.tags());
            CheckStatus worst = state.checksFor(service).stream()
                    .map(Check::status)
                    .max(Comparator.naturalOrder())
                    .orElse(CheckStatus.PASSING);
            by.merge(worst, 1, Integer::sum);
        }
        return new Control.Listed(
                name,
                List.copyOf(tags),
                instances.size(),
                by.getOrDefault(CheckStatus.PASSING, 0),
                by.getOrDefault(CheckStatus.WARNING, 0),
                by.getOrDefault(CheckStatus.CRITICAL, 0));
    }

    @Override
    public List<Registration> of(String service) {
        RegistryPlane.Running now = running.get();
        if (now == null) {
            return List.of();
        }
        State state = now.works().registry().state();
        return state.instances(service).stream()
                .map(s -> registration(now, state, s))
                .toList();
    }

    private static Registration registration(RegistryPlane.Running now, State state, Service service) {
        Place place = Place.of(state, service);
        boolean declared = now.works().declared().isOurs(service);
        return new Registration(
                service.node(),
                service.id(),
                declared ? Declarations.instance(service) : InstanceName.of(service),
                place.toString(),
                declared,
                declared ? "" : now.works().arrivals().obstacle(place),
                state.checksFor(service).stream()
                        .map(c -> new Said(c.id(), c.name(), c.status().text(), c.output()))
                        .toList());
    }
}
