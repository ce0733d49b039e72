package dev.drover.observe.history;

import dev.drover.observe.recording.Parts;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recordings as files in a folder, each named by the second since 1970 in which it begins: the oldest goes when they are too many
 * bytes or too old. A disk that is full or broken is told of once, and tried again with each piece.
 *
 * <p>Writing is for one thread; reading may go on beside it, as files only grow.
 */
final class Shelf implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Shelf.class.getName());
    private static final Pattern NAME = Pattern.compile("[0-9]{1,12}\\.drec");
    private static final int MOST_FILES = 10_000;

    private final Path folder;
    private final long mostBytes;
    private final Duration mostAge;
    private @Nullable OutputStream file;
    private boolean told;

    Shelf(Path folder, long mostBytes, Duration mostAge) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.mostAge = mostAge;
    }

    /**
     * Adds whole chunks; false if they could not be kept: the next piece must then begin a file.
     *
     * @param began when the file began that this piece belongs to
     * @param begins whether it is the first one of it
     * @param until the moment up to which it tells
     */
    boolean add(Instant began, boolean begins, Instant until, byte[] piece) {
        try {
            if (begins) {
                shut();
                file = create(began);
            }
            OutputStream open = file;
            if (open == null) {
                return false;
            }
            open.write(piece);
            Files.setLastModifiedTime(path(began), FileTime.from(until));
            makeRoom(until);
            if (told) {
                LOG.log(Level.INFO, "what the host goes through is kept in {0} again", folder);
            }
            told = false;
            return true;
        } catch (IOException e) {
            if (!told) {
                LOG.log(
                        Level.WARNING,
                        "what the host goes through cannot be kept in {0}: {1}; only memory has it until it can",
                        folder,
                        e);
            }
            told = true;
            shut();
            if (begins) {
                remove(began);
            }
            return false;
        }
    }

    private Path path(Instant at) {
        return folder.resolve(at.getEpochSecond() + ".drec");
    }

    /** What could not even be begun. */
    private void remove(Instant at) {
        try {
            Files.deleteIfExists(path(at));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "an empty file in {0} cannot be removed: {1}", folder, e);
        }
    }

    private OutputStream create(Instant at) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path path = path(at);
        Files.deleteIfExists(path);
        var channel = Files.newByteChannel(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                owner);
        return java.nio.channels.Channels.newOutputStream(channel);
    }

    /** The file that is written stays. */
    private void makeRoom(Instant now) throws IOException {
        List<Kept> files = files();
        long bytes = files.stream().mapToLong(Kept::bytes).sum();
        for (Kept one : files.subList(0, Math.max(0, files.size() - 1))) {
            if (bytes > mostBytes || one.to.isBefore(now.minus(mostAge))) {
                Files.deleteIfExists(one.path);
                bytes -= one.bytes;
            }
        }
    }

    /** A file and what it tells of. */
    private record Kept(Path path, long bytes, Instant from, Instant to) {
        static Kept of(Path path) throws IOException {
            String name = path.getFileName().toString();
            var from = Instant.ofEpochSecond(Long.parseLong(name.substring(0, name.length() - 5)));
            return new Kept(
                    path,
                    Files.size(path),
                    from,
                    Files.getLastModifiedTime(path).toInstant());
        }
    }

    /** Oldest first. */
    private List<Kept> files() throws IOException {
        var kept = new ArrayList<Kept>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : (Iterable<Path>) all.limit(MOST_FILES)::iterator) {
                if (NAME.matcher(path.getFileName().toString()).matches()) {
                    kept.add(Kept.of(path));
                }
            }
        }
        kept.sort(java.util.Comparator.comparing(Kept::from));
        return kept;
    }

    /** The files that tell of times from here to there, each up to its last whole chunk. */
    List<Reels.Part> parts(Instant from, Instant to) {
        var parts = new ArrayList<Reels.Part>();
        if (Files.isDirectory(folder)) {
            try {
                for (Kept one : files()) {
                    if (!one.from.isAfter(to) && !one.to.isBefore(from)) {
                        parts.add(out -> {
                            try (var in = Files.newInputStream(one.path)) {
                                Parts.copyWhole(in, out);
                            }
                        });
                    }
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "what was kept in {0} cannot be listed: {1}", folder, e);
            }
        }
        return parts;
    }

    private void shut() {
        OutputStream open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a file in {0} cannot be closed: {1}", folder, e);
            }
        }
    }

    @Override
    public void close() {
        shut();
    }
}
