package dev.drover.registry.plane;

import dev.drover.model.Coordination;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.plane.Members;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Refused.Cause;
import dev.drover.plane.control.Roster;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.ensemble.Belonging;
import dev.drover.registry.ensemble.Census;
import dev.drover.registry.ensemble.Departure;
import dev.drover.registry.ensemble.Place;
import dev.drover.registry.ensemble.Seat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who keeps the registry of the moment, and how somebody begins to, and ceases to. */
final class Membership implements Members {
    private static final Logger LOG = System.getLogger("dev.drover.registry");

    private final Supplier<RegistryPlane.@Nullable Running> running;
    private final RegistryLoans loans;

    Membership(Supplier<RegistryPlane.@Nullable Running> running, RegistryLoans loans) {
        this.running = running;
        this.loans = loans;
    }

    private RegistryPlane.Running now() throws Refused {
        RegistryPlane.Running now = running.get();
        if (now == null) {
            throw new Refused(Cause.CONFLICT, "this node has no registry");
        }
        return now;
    }

    @Override
    public Roster roster() {
        RegistryPlane.Running now = running.get();
        return now == null ? Members.none().roster() : roster(now);
    }

    private Roster roster(RegistryPlane.Running now) {
        try {
            LateRegistry registry = now.works().registry();
            Optional<Belonging> belonging = registry.belonging();
            Muster muster = muster(now);
            if (belonging.isPresent()) {
                return muster.ensemble(now.keeping().members(), belonging.get().look());
            }
            return switch (now.settings().coordination()) {
                case Coordination.Connect connect ->
                    muster.without(Roster.Kept.CONNECTED, connect.addresses(), List.of());
                case Coordination.Embedded _, Coordination.Ensemble _ ->
                    muster.without(
                            Roster.Kept.HERE,
                            List.of(),
                            List.of(new Roster.Advice(
                                    "this node keeps its registry for itself",
                                    "to have several keep one together, name them in registry.ensemble: docs/registry.md,"
                                            + " From one machine to several")));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Members.none().roster();
        }
    }

    private Muster muster(RegistryPlane.Running now) throws InterruptedException {
        LateRegistry registry = now.works().registry();
        var contact = registry.contact();
        Optional<Instant> stale = contact.leader()
                ? Optional.empty()
                : Optional.of(loans.ticker().instant().minus(contact.ago()));
        return new Muster(
                loans.node(),
                stale,
                registry.state(),
                registry.details(),
                registry.left(),
                now.works().missed(),
                addresses(now.model()));
    }

    /** Those of this node's site, where the file says at which site it stands. */
    private Map<String, String> addresses(Model model) {
        Node here = model.nodes().get(loans.node());
        var all = new LinkedHashMap<String, String>();
        if (here != null) {
            model.nodes().values().stream()
                    .filter(n -> n.site().equals(here.site()))
                    .forEach(n -> all.put(n.name(), n.address().orElse("")));
        }
        return all;
    }

    @Override
    public String leave(@Nullable String who, boolean force) throws Refused {
        RegistryPlane.Running now = now();
        Optional<Belonging> belonging = now.works().registry().belonging();
        if (belonging.isEmpty() && who == null) {
            throw new Refused(
                    Cause.CONFLICT,
                    now.works().isShared()
                            ? "ZooKeeper's own servers keep the registry, and this node is their client\n  fix: drover stop; then, on"
                                    + " another node: drover leave " + loans.node()
                            : "this node keeps its registry for itself: there is nothing to leave");
        }
        String name = who == null ? loans.node() : who;
        try {
            if (belonging.isPresent()) {
                Census census = belonging.get().look();
                Optional<Seat> seat = seat(now, census, name);
                if (seat.isPresent()) {
                    return unseat(now, belonging.get(), census, seat.get(), name, force);
                }
            }
            return forget(now, name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Cause.FAILED, "interrupted");
        }
    }

    /** Where somebody sits, by address or by name: the file may know it at another address by now than the catalog. */
    private Optional<Seat> seat(RegistryPlane.Running now, Census census, String who) throws Refused {
        if (census.roll().isEmpty()) {
            throw new Refused(
                    Cause.FAILED,
                    "nobody could be asked who belongs to the ensemble\n  fix: start the members that the file names");
        }
        List<Seat> seats = census.roll().get().seats();
        var known = now.works().registry().state().node(who);
        var declared = now.model().nodes().get(who);
        return seats.stream()
                .filter(s -> s.address().equals(plain(who)))
                .findFirst()
                .or(() -> seats.stream()
                        .filter(s -> declared != null
                                && declared.address().map(Membership::plain).equals(Optional.of(s.address())))
                        .findFirst())
                .or(() -> seats.stream()
                        .filter(s -> known != null && plain(known.address()).equals(s.address()))
                        .findFirst());
    }

    private static String plain(String address) {
        try {
            return new Place("", address).address();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private String unseat(
            RegistryPlane.Running now, Belonging belonging, Census census, Seat seat, String who, boolean force)
            throws Refused, InterruptedException {
        if (seat.votes()) {
            allow(now, Departure.of(census, seat.address()), census, who, force);
        }
        try {
            belonging.leave(seat.address());
        } catch (Unavailable e) {
            throw new Refused(Cause.FAILED, "the vote of " + who + " has not ended: " + e.getMessage());
        }
        LOG.log(Level.WARNING, "the vote of {0} has ended, as was asked here", who);
        var name = name(now, seat, who);
        boolean here = name.equalsIgnoreCase(loans.node());
        if (here || census.at(seat.address()) != Census.Doing.SILENT) {
            return who + " has no vote any more; it goes on as a client of the registry"
                    + (isNamed(now, seat) ? ", and registry.ensemble still names it" : "");
        }
        String ended = who + " has no vote any more";
        if (now.works().registry().state().node(name) == null) {
            return ended;
        }
        return isThere(now, name)
                ? ended
                        + "; its node was heard a moment ago: if it is dead, the same again in 10 s forgets what it registered"
                : ended + "; " + forget(now, name);
    }

    private static boolean isNamed(RegistryPlane.Running now, Seat seat) {
        return now.keeping().members().stream().anyMatch(p -> p.address().equals(seat.address()));
    }

    private static String name(RegistryPlane.Running now, Seat seat, String who) {
        return now.works().registry().state().nodes().stream()
                .filter(n -> plain(n.address()).equals(seat.address()))
                .map(n -> n.name())
                .findFirst()
                .orElse(who);
    }

    private static void allow(RegistryPlane.Running now, Departure departure, Census census, String who, boolean force)
            throws Refused {
        if (departure.isLast()) {
            throw new Refused(
                    Cause.CONFLICT,
                    who
                            + " is the last member, and what all know is kept by it alone\n  fix: to have it keep the registry for itself:"
                            + " docs/registry.md, To one machine again");
        }
        String left = "without " + who + " there would be " + departure.voters() + " votes, of which "
                + departure.present() + (departure.present() == 1 ? " is here" : " are here");
        String missing = String.join(", ", missing(now, census));
        if (!departure.isPossible()) {
            throw new Refused(
                    Cause.CONFLICT,
                    left + ": nothing could be written any more, this change included\n  fix: bring back " + missing);
        }
        String forced = "; drover leave " + who + " --force does it all the same";
        if (departure.isAnother() && !force) {
            throw new Refused(
                    Cause.CONFLICT,
                    left + ", since " + missing
                            + " is missing\n  fix: bring that back, or end its vote first: drover leave "
                            + missing(now, census).getFirst() + forced);
        }
        if (departure.isRisky() && !force) {
            throw new Refused(
                    Cause.CONFLICT,
                    left + ": no member could be lost any more\n  fix: have another join first" + forced);
        }
    }

    /** Whose votes are not here. */
    private static List<String> missing(RegistryPlane.Running now, Census census) {
        return census.voters().stream()
                .filter(s -> !census.at(s.address()).takesPart())
                .map(s -> name(now, s, s.address()))
                .toList();
    }

    private boolean isThere(RegistryPlane.Running now, String name) throws InterruptedException {
        return name.equalsIgnoreCase(loans.node())
                || now.works().registry().details().containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Takes what somebody registered out of the catalog, for it will not come back. */
    private String forget(RegistryPlane.Running now, String name) throws Refused, InterruptedException {
        LateRegistry registry = now.works().registry();
        var node = registry.state().node(name);
        if (node == null || registry.state().check(name, dev.drover.registry.entry.Check.LIVENESS) == null) {
            throw new Refused(
                    Cause.UNKNOWN,
                    "no node is called " + name
                            + ", and nobody at that address belongs to the ensemble\n  fix: drover members"
                            + " lists those that are");
        }
        if (!registry.contact().leader()) {
            throw new Refused(Cause.FAILED, "nothing can be written now\n  fix: see drover members");
        }
        if (isThere(now, node.name())) {
            throw new Refused(
                    Cause.CONFLICT,
                    node.name()
                            + " runs, and has no vote that could end\n  fix: to take it away for good, type there: drover leave"
                            + " --stop");
        }
        try {
            var _ = registry.apply(new Command.RemoveNode(node.name()));
        } catch (Unavailable e) {
            throw new Refused(Cause.FAILED, node.name() + " is not forgotten: " + e.getMessage());
        }
        registry.farewell(node.name(), node.address());
        LOG.log(Level.WARNING, "{0} is forgotten, with what it registered, as was asked here", node.name());
        return node.name() + " is forgotten, with what it registered";
    }

    @Override
    public String join() throws Refused {
        RegistryPlane.Running now = now();
        Optional<Belonging> belonging = now.works().registry().belonging();
        if (belonging.isEmpty()) {
            throw new Refused(
                    Cause.CONFLICT,
                    "this node's file names no ensemble of Drover's nodes\n  fix: name them in registry.ensemble, and start with"
                            + " drover up --apply: docs/registry.md, From one machine to several");
        }
        boolean named = now.keeping().members().stream().anyMatch(p -> p.name().equals(loans.node()));
        if (!named) {
            throw new Refused(
                    Cause.CONFLICT,
                    "registry.ensemble does not name " + loans.node()
                            + "\n  fix: name it there, and drover apply: it joins by itself then");
        }
        boolean left = belonging.get().hasLeft();
        try {
            belonging.get().join();
        } catch (IOException e) {
            throw new Refused(Cause.CONFLICT, String.valueOf(e.getMessage()));
        }
        return left ? loans.node() + " joins again" : loans.node() + " belongs to the ensemble, or joins by itself";
    }

    @Override
    public String goForGood(boolean force) throws Refused {
        RegistryPlane.Running now = now();
        if (!now.works().isShared()) {
            throw new Refused(
                    Cause.CONFLICT,
                    "this node keeps its registry for itself: nobody misses it\n  fix: drover stop is enough");
        }
        Optional<Belonging> belonging = now.works().registry().belonging();
        try {
            if (belonging.isPresent()) {
                Census census = belonging.get().look();
                Optional<Seat> seat = seat(now, census, loans.node());
                if (seat.isPresent()) {
                    String _ = unseat(now, belonging.get(), census, seat.get(), loans.node(), force);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Cause.FAILED, "interrupted");
        }
        now.works().goForGood();
        return loans.node() + " leaves for good, with what it registered";
    }
}
