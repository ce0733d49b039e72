package dev.drover.bench.faults;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/**
 * What is noted of a fresh run beside its cases, in {@code run.properties}: without it cases are not fresh.
 *
 * @param seed what drew the cases
 * @param machine on which it ran, for the head of the page
 * @param noisy whether it was told to go on although the machine was not quiet
 */
record RunNotes(long seed, Frozen frozen, Instant began, String machine, boolean noisy) {
    private static final String FILE = "run.properties";

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(FILE), """
                # A fresh run of bench/run faults; the cases beside it were drawn by this seed, after the rules were frozen.
                seed = %d
                tag = %s
                rules = %s
                faults = %s
                commit = %s
                began = %s
                machine = %s
                noisy = %s
                """.formatted(
                        seed,
                        frozen.tag(),
                        frozen.rules(),
                        frozen.faults(),
                        frozen.commit(),
                        began,
                        machine.replace("\\", "\\\\"),
                        noisy));
    }

    static Optional<RunNotes> read(Path folder) throws IOException, Unusable {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new RunNotes(
                    Long.parseLong(value(file, properties, "seed")),
                    new Frozen(
                            value(file, properties, "tag"),
                            value(file, properties, "rules"),
                            value(file, properties, "faults"),
                            value(file, properties, "commit")),
                    Instant.parse(value(file, properties, "began")),
                    value(file, properties, "machine"),
                    Boolean.parseBoolean(value(file, properties, "noisy"))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new Unusable(file + ": " + e.getMessage(), "give another folder by --keep");
        }
    }

    private static String value(Path file, Properties properties, String key) throws Unusable {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new Unusable(file + ": " + key + ": missing", "give another folder by --keep");
        }
        return value;
    }
}
