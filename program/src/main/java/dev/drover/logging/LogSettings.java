package dev.drover.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --log} says: {@code info}, {@code debug,json}, {@code warn,to=/var/log/drover.log}.
 *
 * @param access form of the access log: {@code json}, {@code combined}, {@code off}
 * @param to file that lines are appended to, renamed when it is full; null is standard error
 */
public record LogSettings(
        Level level, boolean json, @Nullable Path to, String access) {
    private static final String EXPECTED =
            "expected: one of error, warn, info, debug, trace; text or json; to=FILE; access=json, access=combined or access=off; with commas between";

    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, false, null, "json");

    /** As of the access log: 100 MiB, and ten renamed ones beside. */
    private static final long MOST_BYTES = 100L << 20;

    private static final int KEEP = 10;

    /**
     * Libraries that say in INFO what only their authors want to know. Held here, because java.util.logging forgets what it was
     * told of a logger that nobody holds.
     */
    private static final List<Logger> CHATTY = Stream.of(
                    "io.helidon", "io.netty", "org.apache.zookeeper", "org.apache.curator", "sun.net", "jdk", "com.sun")
            .map(Logger::getLogger)
            .toList();

    /** Whatever happens to their connections they tell with whole stacks; the registry says in a sentence what an operator can use. */
    private static final List<Logger> LOUD = Stream.of("org.apache.zookeeper", "org.apache.curator")
            .map(Logger::getLogger)
            .toList();

    /** Tells of every regular end of the process with the stack of whoever asked for it, from debug on. */
    private static final Logger EXITS = Logger.getLogger("java.lang.Runtime");

    /**
     * Reads what was typed.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    public static LogSettings parse(String text) {
        LogSettings settings = DEFAULT;
        for (String part : List.of(text.split(",", -1))) {
            settings = settings.with(part.strip());
        }
        return settings;
    }

    private LogSettings with(String part) {
        if (part.startsWith("to=") && part.length() > 3) {
            return new LogSettings(level, json, Path.of(part.substring(3)), access);
        }
        if (List.of("access=json", "access=combined", "access=off").contains(part)) {
            return new LogSettings(level, json, to, part.substring(7));
        }
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "text" -> new LogSettings(level, false, to, access);
            case "json" -> new LogSettings(level, true, to, access);
            case "error" -> new LogSettings(Level.SEVERE, json, to, access);
            case "warn" -> new LogSettings(Level.WARNING, json, to, access);
            case "info" -> new LogSettings(Level.INFO, json, to, access);
            case "debug" -> new LogSettings(Level.FINE, json, to, access);
            case "trace" -> new LogSettings(Level.FINER, json, to, access);
            default -> throw new IllegalArgumentException(part + " (" + EXPECTED + ")");
        };
    }

    /** Puts them in force for the whole process. */
    public void install() throws IOException {
        OutputStream out = to == null ? new FileOutputStream(FileDescriptor.err) : new SizedFile(to, MOST_BYTES, KEEP);
        Formatter formatter = json ? new JsonLines() : new TextLines();
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(level);
        var handler = new StreamLines(out, formatter);
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        Level quiet = level.intValue() <= Level.FINE.intValue() ? Level.INFO : Level.WARNING;
        CHATTY.forEach(logger -> logger.setLevel(quiet));
        LOUD.forEach(logger -> logger.setLevel(quiet == Level.WARNING ? Level.OFF : Level.WARNING));
        EXITS.setLevel(Level.OFF);
    }
}
