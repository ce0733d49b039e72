package dev.drover.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where cases are kept, or nowhere: of each its notes ({@code .case}), what the doctor read during the fault ({@code .drec}), and
 * what it read before ({@code .before.drec}). The notes come last: a case without them was interrupted.
 *
 * @param drover the version that keeps them
 */
public record Keeping(@Nullable Path folder, String drover) {
    static final String NOTES = ".case";
    static final String DURING = ".drec";
    static final String BEFORE = ".before.drec";

    public static Keeping nowhere() {
        return new Keeping(null, "");
    }

    OutputStream before(Case one) throws IOException {
        return recording(one, BEFORE);
    }

    OutputStream during(Case one) throws IOException {
        return recording(one, DURING);
    }

    private OutputStream recording(Case one, String kind) throws IOException {
        if (folder == null) {
            return OutputStream.nullOutputStream();
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(one.name() + NOTES));
        return Files.newOutputStream(folder.resolve(one.name() + kind));
    }

    /** Whole or not at all. */
    public void write(CaseNotes notes) throws IOException {
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(notes.of().name() + NOTES);
        Path part = folder.resolve(notes.of().name() + ".part");
        Files.writeString(part, CaseText.of(notes));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
