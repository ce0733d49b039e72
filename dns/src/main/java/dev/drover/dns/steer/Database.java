package dev.drover.dns.steer;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import dev.drover.model.Site.Location;
import dev.drover.plane.Ticker;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Place;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database of places by address, in MaxMind's format (MaxMind DB File Format Specification 2.0): records with {@code country_code}
 * alone, or with {@code country}, {@code subdivisions}, {@code continent} and {@code location} as GeoIP2 and GeoLite2 have them.
 */
final class Database implements Locator, AutoCloseable {
    private static final int IPV4_BITS = 96;

    private static final Map<String, String> CONTINENTS = Map.of(
            "AF",
            "africa",
            "AN",
            "antarctica",
            "AS",
            "asia",
            "EU",
            "europe",
            "NA",
            "north-america",
            "OC",
            "oceania",
            "SA",
            "south-america");

    private final Reader reader;
    private final Countries countries;
    private final String name;
    private final FailedLookups failed;

    private Database(Reader reader, Countries countries, String name, Ticker ticker) {
        this.reader = reader;
        this.countries = countries;
        this.name = name;
        this.failed = new FailedLookups(name, ticker);
    }

    /** There is no room for the copy that is read; the file itself may be fine. */
    static final class NoCopy extends IOException {
        private static final long serialVersionUID = 1L;

        NoCopy(Path folder, FileSystemException e) {
            super(
                    "no copy of it can be made in " + folder + ": "
                            + (e.getReason() == null ? "no file can be written there" : e.getReason()),
                    e);
        }
    }

    /** The one that comes with Drover: it knows countries only. */
    static Database embedded(Countries countries, Ticker ticker) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(Database.class.getResourceAsStream("countries.mmdb"), "countries.mmdb")) {
            return new Database(new Reader(file), countries, "Drover's own database of countries", ticker);
        }
    }

    /** Reads a copy that nobody else can reach: whoever writes into the file meanwhile, what is in use stays whole. */
    static Database of(Path file, Countries countries, Ticker ticker) throws IOException {
        return of(file, Path.of(System.getProperty("java.io.tmpdir")), countries, ticker);
    }

    /** @param folder of the copy */
    static Database of(Path file, Path folder, Countries countries, Ticker ticker) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        Path copy = empty(folder);
        try {
            copy(file, copy, folder);
            return new Database(new Reader(copy.toFile()), countries, file.toString(), ticker);
        } catch (InvalidDatabaseException e) {
            String bare = String.valueOf(e.getMessage()).replace(" (" + copy.getFileName() + ")", "");
            throw new IOException(bare, e);
        } finally {
            Files.delete(copy); // its pages stay as long as they are in use
        }
    }

    private static Path empty(Path folder) throws IOException {
        try {
            return Files.createTempFile(folder, "drover-", ".mmdb");
        } catch (FileSystemException e) {
            throw new NoCopy(folder, e);
        }
    }

    private static void copy(Path file, Path to, Path folder) throws IOException {
        try {
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            boolean isOfBoth = e.getOtherFile() != null; // that is, of writing: what cannot be opened is told of alone
            throw isOfBoth ? new NoCopy(folder, e) : e;
        }
    }

    /** Which one, and of what day. */
    String about() {
        Metadata metadata = reader.getMetadata();
        return name + " of " + metadata.buildTime().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public Client locate(InetAddress address) {
        try {
            DatabaseRecord<Map<?, ?>> found = record(address);
            int bits = found.network().prefixLength();
            boolean shown4 = address instanceof Inet4Address;
            int scope = shown4 && bits > 32 ? Math.max(0, bits - IPV4_BITS) : bits;
            return new Client(address, place(found.data()), scope);
        } catch (IOException | RuntimeException e) {
            // A database that is damaged somewhere knows nothing there, and the answer has to be given all the same.
            failed.add(address, e);
            return new Client(address, Optional.empty(), address.getAddress().length * 8);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private DatabaseRecord<Map<?, ?>> record(InetAddress address) throws IOException {
        return (DatabaseRecord) reader.getRecord(address, Map.class);
    }

    private Optional<Place> place(@Nullable Map<?, ?> data) {
        if (data == null) {
            return Optional.empty();
        }
        String country = text(data, "country_code")
                .or(() -> map(data, "country").flatMap(c -> text(c, "iso_code")))
                .orElse("");
        Optional<String> continent =
                map(data, "continent").flatMap(c -> text(c, "code")).map(code -> CONTINENTS.getOrDefault(code, ""));
        if (country.isEmpty() && continent.isEmpty()) {
            return Optional.empty();
        }
        Place known = countries.place(country);
        Optional<Location> exact = map(data, "location").flatMap(Database::location);
        return Optional.of(new Place(
                country,
                subdivision(data),
                continent.filter(c -> !c.isEmpty()).orElse(known.continent()),
                exact.isPresent() ? exact : known.location()));
    }

    private static Optional<Location> location(Map<?, ?> data) {
        return data.get("latitude") instanceof Double latitude && data.get("longitude") instanceof Double longitude
                ? Optional.of(new Location(latitude, longitude))
                : Optional.empty();
    }

    private static Optional<String> subdivision(Map<?, ?> data) {
        return data.get("subdivisions") instanceof List<?> all
                        && !all.isEmpty()
                        && all.getFirst() instanceof Map<?, ?> first
                ? text(first, "iso_code")
                : Optional.empty();
    }

    private static Optional<String> text(Map<?, ?> data, String key) {
        return data.get(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Map<?, ?>> map(Map<?, ?> data, String key) {
        return data.get(key) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
