package dev.drover.plane.lines;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log file that is renamed when it is full or old: {@code access.log} to {@code access.log.1}, that to {@code .2}, and the oldest
 * is deleted. If somebody else renames or deletes it, a new one is begun.
 */
public final class RotatedFile implements LineSink {
    private static final long LOOK_MILLIS = 1000;

    private final Settings settings;
    private final InstantSource clock;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private Instant begun = Instant.EPOCH;
    private long size;
    private long lookedAt;

    /**
     * When it is renamed.
     *
     * @param keep how many renamed ones are kept
     */
    public record Settings(Path path, long mostBytes, Duration oldest, int keep) {
        /** As usual: 100 MiB or a day, and ten renamed ones beside. */
        public static Settings of(Path path) {
            return new Settings(path, 100L << 20, Duration.ofDays(1), 10);
        }
    }

    public RotatedFile(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        int length = lines.remaining();
        reopenIfMoved();
        if (channel != null && size > 0 && isDue(length)) {
            rotate();
        }
        FileChannel to = channel == null ? open() : channel;
        try {
            while (lines.hasRemaining()) {
                to.write(lines);
            }
            size += length;
        } catch (IOException e) {
            cutBack(to);
            throw e;
        }
    }

    /** No half line stays behind where the disk took only a part. */
    private void cutBack(FileChannel of) {
        try {
            of.truncate(size);
        } catch (IOException e) {
            // Not every file can be cut; the line that follows then begins in the middle of one.
            close();
        }
    }

    private boolean isDue(int more) {
        return size + more > settings.mostBytes() || !clock.instant().isBefore(begun.plus(settings.oldest()));
    }

    private void reopenIfMoved() {
        long now = clock.millis();
        if (channel == null || now - lookedAt < LOOK_MILLIS) {
            return;
        }
        lookedAt = now;
        if (!Objects.equals(key, keyOf(settings.path()))) {
            close();
        }
    }

    private static @Nullable Object keyOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private FileChannel open() throws IOException {
        Path folder = settings.path().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel opened = FileChannel.open(
                settings.path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        channel = opened;
        size = opened.size();
        key = keyOf(settings.path());
        begun = size == 0
                ? clock.instant()
                : Files.readAttributes(settings.path(), BasicFileAttributes.class)
                        .creationTime()
                        .toInstant();
        lookedAt = clock.millis();
        return opened;
    }

    private void rotate() throws IOException {
        close();
        Files.deleteIfExists(numbered(settings.keep()));
        for (int i = settings.keep() - 1; i >= 1; i--) {
            move(numbered(i), numbered(i + 1));
        }
        if (settings.keep() > 0) {
            move(settings.path(), numbered(1));
        } else {
            Files.deleteIfExists(settings.path());
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path numbered(int number) {
        return settings.path().resolveSibling(settings.path().getFileName() + "." + number);
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Its lines are written; nothing can be done about a close that fails.
                key = null;
            }
        }
    }

    @Override
    public String name() {
        return settings.path().toString();
    }
}
