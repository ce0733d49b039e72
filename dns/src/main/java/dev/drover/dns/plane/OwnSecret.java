package dev.drover.dns.plane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/** A secret that a node draws once and keeps in its folder, where nobody else may read it. */
final class OwnSecret {
    private static final int BYTES = 32;
    private static final String NAME = "dnssec.secret";

    private final Path folder;

    OwnSecret(Path folder) {
        this.folder = folder;
    }

    synchronized String text() throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.length() < 2 * BYTES) {
                throw new IOException(file + " is damaged: put it back from a backup");
            }
            return text;
        }
        Files.createDirectories(folder);
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        Path unfinished = folder.resolve(NAME + ".new");
        Files.deleteIfExists(unfinished);
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                unfinished, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
            channel.write(StandardCharsets.US_ASCII.encode(text + "\n"));
        }
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file);
        }
        return text;
    }
}
