package dev.drover.supervisor.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is set aside when it is full: {@code orders-1.log} is the newest, {@code orders-1.log.1} the one before it. Used
 * by one thread.
 */
final class RotatedFile implements AutoCloseable {
    private static final Set<StandardOpenOption> OPEN = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final Path file;
    private final long size;
    private final int files;
    private @Nullable FileChannel channel;
    private long written;

    /**
     * @param size bytes after which a file is set aside
     * @param files kept in all
     */
    RotatedFile(Path file, long size, int files) {
        this.file = file;
        this.size = size;
        this.files = files;
    }

    /** Appends all of it or, with an exception, nothing of it. */
    void append(byte[] bytes) throws IOException {
        FileChannel open = channel == null ? open() : channel;
        if (written > 0 && written + bytes.length > size) {
            open.close();
            channel = null;
            rotate();
            open = open();
        }
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                open.write(buffer, written + buffer.position());
            }
            written += bytes.length;
        } catch (IOException e) {
            open.truncate(written);
            close(); // opened anew when tried again: the way out of a full disk is often to delete this very file
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel open = FileChannel.open(
                file, OPEN, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        written = open.size();
        channel = open;
        return open;
    }

    private void rotate() throws IOException {
        for (int i = files - 1; i > 0; i--) {
            Path from = older(i - 1);
            if (Files.exists(from)) {
                Files.move(from, older(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (files == 1) {
            Files.deleteIfExists(file);
        }
    }

    /** The file set aside {@code age} rotations ago; 0 is the newest. */
    Path older(int age) {
        return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
    }

    int files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
