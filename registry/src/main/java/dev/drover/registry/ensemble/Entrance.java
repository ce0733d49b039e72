package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a node comes into an ensemble: it asks the other declared members, then founds one or begins to join theirs. */
final class Entrance {
    private static final System.Logger LOG = System.getLogger(EnsembleMember.class.getName());

    private final Place self;
    private final Identity identity;
    private final ClientCredentials credentials;
    private final MemberFiles files;
    private @Nullable Doorstep doorstep;
    private String waitsFor = "";

    Entrance(Place self, Identity identity, ClientCredentials credentials, MemberFiles files) {
        this.self = self;
        this.identity = identity;
        this.credentials = credentials;
        this.files = files;
    }

    /** Does so as soon as that is safe. What it waits for; empty once a server may start. */
    Optional<String> enter(EnsembleMember.Settings settings) throws IOException, InterruptedException {
        var founding = new Founding(self, settings.members(), settings.folder());
        open(settings, founding.founder().name());
        var answers = new LinkedHashMap<Place, Answer>();
        for (var other : settings.members()) {
            if (!other.equals(self)) {
                answers.put(
                        other,
                        Doorstep.ask(identity, other.address(), settings.ports().clients()));
            }
        }
        return switch (founding.decide(files.holdsData(), answers)) {
            case Founding.Decision.Found() -> {
                var seat = new Seat(1, self.address(), settings.ports(), true);
                files.settle(seat.number(), new Roll(0, List.of(seat)));
                LOG.log(Level.INFO, "{0} founds the registry''s ensemble", settings.name());
                yield Optional.empty();
            }
            case Founding.Decision.Join(List<Place> by) -> {
                beginToJoin(settings, by);
                yield Optional.empty();
            }
            case Founding.Decision.Wait(String why) -> Optional.of(why);
            case Founding.Decision.Refuse(String why) -> throw new IOException(why);
        };
    }

    /** Who is named first may have changed meanwhile. */
    private void open(EnsembleMember.Settings settings, String founder) throws IOException {
        if (doorstep != null && !waitsFor.equals(founder)) {
            close();
        }
        if (doorstep == null) {
            doorstep = new Doorstep(identity, self.address(), settings.ports().clients(), founder);
            waitsFor = founder;
        }
    }

    private void beginToJoin(EnsembleMember.Settings settings, List<Place> by)
            throws IOException, InterruptedException {
        var connect = by.stream().map(p -> p.at(settings.ports().clients())).collect(Collectors.joining(","));
        var ensemble = new Ensemble(connect, credentials.properties());
        Roll roll;
        int number;
        try {
            roll = ensemble.members();
            number = ensemble.claim(
                    self.address(),
                    settings.members().indexOf(self),
                    settings.members().size());
        } catch (Unavailable e) {
            throw new IOException("waits to join: " + e.getMessage(), e);
        }
        var seats = roll.seats().stream()
                .filter(s -> !s.address().equals(self.address()))
                .collect(Collectors.toCollection(ArrayList::new));
        // ZooKeeper's way to join: with a vote by its own list alone, which nobody else has (ZooKeeper Dynamic
        // Reconfiguration, "Adding servers"). So it follows, and has no say yet.
        seats.add(new Seat(number, self.address(), settings.ports(), true));
        files.join(number, new Roll(0, seats));
        LOG.log(Level.INFO, "{0} joins the registry''s ensemble as number {1}", settings.name(), number);
    }

    /** Nobody is told any more that this node belongs to none. */
    void close() {
        if (doorstep != null) {
            try {
                doorstep.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a door was not closed: {0}", e.getMessage());
            }
            doorstep = null;
        }
    }
}
