package dev.drover.dns.steer;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Network;
import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.policy.steer.Bits;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where clients are, by what the model declares: the networks it knows, then its database, or the one that comes with Drover. */
public final class Locating implements Locator {
    private static final Logger LOG = System.getLogger(Locating.class.getName());

    /** Of commands, which are over soon: what they tell they tell once. */
    private static final Ticker STILL = Ticker.of(() -> 0, () -> Instant.EPOCH);

    private final Map<Network, Place> known;
    private final Locator otherwise;
    private final String about;
    private final Optional<Stamp> stamp;
    private final Ticker ticker;

    private Locating(Map<Network, Place> known, Locator otherwise, String about, Optional<Stamp> stamp, Ticker ticker) {
        this.known = known;
        this.otherwise = otherwise;
        this.about = about;
        this.stamp = stamp;
        this.ticker = ticker;
    }

    /**
     * A database's file as it was when it was read.
     *
     * @param state what changes with the file; empty while there is none
     */
    private record Stamp(Path file, Optional<List<Object>> state) {
        static Stamp of(Path file) {
            try {
                var now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        file, Optional.of(List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()))));
            } catch (IOException e) {
                return new Stamp(file, Optional.empty());
            }
        }
    }

    /** Where no name asks where a client is. */
    public static Locating none() {
        return new Locating(Map.of(), Locator.none(), "", Optional.empty(), STILL);
    }

    /** What keeps {@link #of} from reading the database that is declared. */
    public static List<Problem> problems(Dns dns) {
        Dns.Locating declared = dns.location().orElse(null);
        if (declared == null || declared.database().isEmpty() || !asks(dns)) {
            return List.of();
        }
        try (var _ = Database.of(declared.database().get(), new Countries(), STILL)) {
            return List.of();
        } catch (IOException | RuntimeException e) {
            return List.of(unreadable(declared, e));
        }
    }

    /** What a model needs: no database is read for one whose names do not ask where a client is. */
    public static Locating of(Model model, Ticker ticker) throws NotPrepared {
        if (!asks(model.dns().orElseGet(Dns::none))) {
            return none();
        }
        var countries = new Countries();
        Optional<Dns.Locating> declared = model.dns().flatMap(Dns::location);
        var known = new LinkedHashMap<Network, Place>();
        declared.ifPresent(d -> d.known().forEach((network, place) -> known.put(network, countries.place(place))));
        Optional<Path> file = declared.flatMap(Dns.Locating::database);
        Optional<Stamp> stamp = file.map(Stamp::of);
        try {
            Database database = file.isPresent()
                    ? Database.of(file.get(), countries, ticker)
                    : Database.embedded(countries, ticker);
            return new Locating(known, database, database.about(), stamp, ticker);
        } catch (IOException | RuntimeException e) {
            throw new NotPrepared(List.of(unreadable(declared.orElseThrow(), e)));
        }
    }

    /** The same for a command. */
    public static Locating of(Model model) throws NotPrepared {
        return of(model, STILL);
    }

    /**
     * What is read anew where the file of the database is another one now; this where it is the same. One that cannot be read, perhaps
     * because it is being written, is told of once for each change, and the old one goes on.
     */
    public Locating newer() {
        Optional<Stamp> now = stamp.map(s -> Stamp.of(s.file()));
        if (now.equals(stamp) || now.isEmpty()) {
            return this;
        }
        Path file = now.get().file();
        try {
            if (now.get().state().isEmpty()) {
                throw new IOException("it is gone");
            }
            Database database = Database.of(file, new Countries(), ticker);
            LOG.log(Level.INFO, "places of clients come from {0} now", database.about());
            return new Locating(known, database, database.about(), now, ticker);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} has changed and cannot be read: {1}; what was read of it before goes on",
                    file,
                    why(e));
            return new Locating(known, otherwise, about, now, ticker);
        }
    }

    private static Problem unreadable(Dns.Locating declared, Exception e) {
        String what = declared.database().map(Object::toString).orElse("the database") + ": " + why(e);
        boolean isOfFile = !(e instanceof Database.NoCopy);
        return Problem.of(
                declared.where().at("database"),
                "dns.location.database",
                isOfFile ? what + " (expected: a file in MaxMind's format)" : what,
                isOfFile
                        ? "give the path of a .mmdb file, or remove database"
                        : "have room there that the user of this program may write to");
    }

    private static String why(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "it may not be read";
            default -> e.getMessage() == null ? "it is damaged" : e.getMessage();
        };
    }

    /** Whether some chain depends on where a client is. */
    private static boolean asks(Dns dns) {
        return dns.zones().values().stream()
                .flatMap(zone -> zone.names().values().stream())
                .flatMap(name -> name.answer().stream())
                .anyMatch(step -> step instanceof AnswerStep.Geo
                        || step instanceof AnswerStep.Nearest
                        || (step instanceof AnswerStep.Fence fence
                                && !fence.countries().isEmpty()));
    }

    /** The place that an entry of {@code known} stands for. */
    public static Place known(String text) {
        return new Countries().place(text);
    }

    /** Who says where a client is: an entry of the file, or a database, of what day; empty where it is not asked for. */
    public String about(InetAddress address) {
        return declared(address)
                .map(entry -> "dns.location.known: " + entry.getKey())
                .orElse(about);
    }

    private Optional<Map.Entry<Network, Place>> declared(InetAddress address) {
        return known.entrySet().stream()
                .filter(e -> e.getKey().contains(address))
                .max(Comparator.comparingInt(e -> e.getKey().prefix()));
    }

    @Override
    public Client locate(InetAddress address) {
        int bits = Bits.settling(known.keySet(), address);
        Optional<Map.Entry<Network, Place>> longest = declared(address);
        if (longest.isPresent()) {
            return new Client(address, Optional.of(longest.get().getValue()), bits);
        }
        Client found = otherwise.locate(address);
        return new Client(address, found.place(), Math.max(bits, found.placeBits()));
    }
}
