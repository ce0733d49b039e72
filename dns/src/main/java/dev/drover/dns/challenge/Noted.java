package dev.drover.dns.challenge;

import dev.drover.plane.Challenges;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What nodes agreed on, noted in a file whenever it changes: a node that starts while they cannot be asked goes on with what it heard last.
 * A line is {@code SINCE UNTIL NAME VALUE NODE BY}, with tabs between.
 */
final class Noted {
    private static final Logger LOG = System.getLogger(Noted.class.getName());
    private static final int FIELDS = 6;

    private final Challenges agreed;
    private final Path file;
    private List<Challenges.Kept> last;

    Noted(Challenges agreed, Path file) {
        this.agreed = agreed;
        this.file = file;
        this.last = read(file);
    }

    /** All that is agreed on, as far as it is known. */
    synchronized List<Challenges.Kept> all() {
        if (!agreed.isShared()) {
            return List.of();
        }
        if (agreed.isKnown()) {
            List<Challenges.Kept> now = agreed.all();
            if (!now.equals(last)) {
                last = now;
                note(now);
            }
        }
        return last;
    }

    private void note(List<Challenges.Kept> now) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.write(unfinished, now.stream().map(Noted::line).toList());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "challenges could not be noted in {0}, and are not known after a start without a majority: {1}",
                    file,
                    e);
        }
    }

    private static String line(Challenges.Kept kept) {
        return Stream.of(kept.since(), kept.until(), kept.name(), kept.value(), kept.node(), kept.by())
                .map(field -> field.toString().replaceAll("\\p{Cntrl}", " "))
                .reduce((a, b) -> a + "\t" + b)
                .orElseThrow();
    }

    private static List<Challenges.Kept> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().map(Noted::kept).toList();
        } catch (IOException | DateTimeParseException e) {
            LOG.log(Level.WARNING, "challenges noted in {0} cannot be read, and are left out: {1}", file, e);
            return List.of();
        }
    }

    private static Challenges.Kept kept(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new DateTimeParseException(fields.length + " fields", line, 0);
        }
        return new Challenges.Kept(
                fields[2], fields[3], fields[5], fields[4], Instant.parse(fields[0]), Instant.parse(fields[1]));
    }
}
