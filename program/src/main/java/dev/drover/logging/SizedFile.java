package dev.drover.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log file that is renamed when it is full: {@code drover.log} to {@code drover.log.1}, that to {@code .2}, and the oldest is
 * deleted. If somebody else renames or deletes it, a new one is begun, so other tools may rotate it, too. Each write is whole
 * lines; one thread at a time.
 */
final class SizedFile extends OutputStream {
    private final Path path;
    private final long most;
    private final int keep;
    private @Nullable OutputStream out;
    private @Nullable Object key;
    private long size;

    /**
     * Opens it, so that one that cannot be written is told at the start.
     *
     * @param most bytes before it is renamed
     * @param keep how many renamed ones stay
     */
    SizedFile(Path path, long most, int keep) throws IOException {
        this.path = path;
        this.most = most;
        this.keep = keep;
        open();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (out != null && !Objects.equals(key, keyNow())) {
            close();
        }
        if (out != null && size > 0 && size + length > most && Files.isRegularFile(path)) {
            close();
            rename();
        }
        OutputStream to = out == null ? open() : out;
        to.write(bytes, from, length);
        size += length;
    }

    private OutputStream open() throws IOException {
        OutputStream opened = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = opened;
        size = Files.size(path);
        key = keyNow();
        return opened;
    }

    /** What tells this file from another of the same name; null if there is none. */
    private @Nullable Object keyNow() {
        try {
            return Files.getAttribute(path, "unix:ino");
        } catch (IOException e) {
            return null;
        }
    }

    private void rename() throws IOException {
        for (int i = keep - 1; i >= 0; i--) {
            if (Files.exists(numbered(i))) {
                Files.move(numbered(i), numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The zeroth is the file itself. */
    private Path numbered(int number) {
        return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        OutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
