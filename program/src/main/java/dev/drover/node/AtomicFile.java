package dev.drover.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file that is either the old or the new one, whatever happens while it is written: written beside, synced, renamed,
 * and the folder synced. Readable by its owner only from the first byte on.
 */
final class AtomicFile {
    static final String UNFINISHED = ".unfinished";

    private final Path file;
    private final Path beside;

    private AtomicFile(Path file, Path beside) {
        this.file = file;
        this.beside = beside;
    }

    static void write(Path file, byte[] content) throws IOException {
        AtomicFile staged = stage(file, content);
        staged.commit();
    }

    /** The content is on disk when this returns, and in nobody's way; {@link #commit} or {@link #discard} follows. */
    static AtomicFile stage(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + UNFINISHED);
        Files.deleteIfExists(beside);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel out =
                FileChannel.open(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        return new AtomicFile(file, beside);
    }

    void commit() throws IOException {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    void discard() {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // It is cleared away when the folder is next opened.
        }
    }
}
