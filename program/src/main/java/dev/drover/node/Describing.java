package dev.drover.node;

import dev.drover.board.Instance;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Listener;
import dev.drover.model.Model;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.Registrations;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Control.Readiness;
import dev.drover.plane.control.Status;
import dev.drover.plane.control.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what is: listeners, services, registry and names in the records that are sent to who asks. */
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

    Status.InstanceLine line(Instance instance) {
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
}
