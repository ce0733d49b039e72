package dev.drover.dns.steer;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Network;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.policy.steer.Bits;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where clients are, by what the model declares: the networks it knows, then its database, or the one that comes with Drover. */
public final class Locating implements Locator {
    private final Map<Network, Place> known;
    private final Locator otherwise;
    private final String about;

    private Locating(Map<Network, Place> known, Locator otherwise, String about) {
        this.known = known;
        this.otherwise = otherwise;
        this.about = about;
    }

    /** Where no name asks where a client is. */
    public static Locating none() {
        return new Locating(Map.of(), Locator.none(), "");
    }

    /** What a model needs: no database is read for one whose names do not ask where a client is. */
    public static Locating of(Model model) throws NotPrepared {
        if (!asks(model)) {
            return none();
        }
        var countries = new Countries();
        Optional<Dns.Locating> declared = model.dns().flatMap(Dns::location);
        var known = new LinkedHashMap<Network, Place>();
        declared.ifPresent(d -> d.known().forEach((network, place) -> known.put(network, countries.place(place))));
        try {
            Database database = declared.flatMap(Dns.Locating::database).isPresent()
                    ? Database.of(declared.flatMap(Dns.Locating::database).orElseThrow(), countries)
                    : Database.embedded(countries);
            return new Locating(known, database, database.about());
        } catch (IOException | RuntimeException e) {
            throw new NotPrepared(List.of(unreadable(declared.orElseThrow(), e)));
        }
    }

    private static Problem unreadable(Dns.Locating declared, Exception e) {
        String why = e instanceof java.io.FileNotFoundException
                ? "there is no such file, or it may not be read"
                : e.getMessage();
        return Problem.of(
                declared.where().at("database"),
                "dns.location.database",
                declared.database().map(Object::toString).orElse("the database") + ": " + why
                        + " (expected: a file in MaxMind's format)",
                "give the path of a .mmdb file, or remove database");
    }

    /** Whether some chain depends on where a client is. */
    private static boolean asks(Model model) {
        return model.dns().orElseGet(Dns::none).zones().values().stream()
                .flatMap(zone -> zone.names().values().stream())
                .flatMap(name -> name.answer().stream())
                .anyMatch(step -> step instanceof AnswerStep.Geo
                        || step instanceof AnswerStep.Nearest
                        || (step instanceof AnswerStep.Fence fence
                                && !fence.countries().isEmpty()));
    }

    /** Which database says so, and of what day; empty where none is needed. */
    public String about() {
        return about;
    }

    @Override
    public Client locate(InetAddress address) {
        int bits = Bits.settling(known.keySet(), address);
        Optional<Map.Entry<Network, Place>> longest = known.entrySet().stream()
                .filter(e -> e.getKey().contains(address))
                .max(Comparator.comparingInt(e -> e.getKey().prefix()));
        if (longest.isPresent()) {
            return new Client(address, Optional.of(longest.get().getValue()), bits);
        }
        Client found = otherwise.locate(address);
        return new Client(address, found.place(), Math.max(bits, found.placeBits()));
    }
}
