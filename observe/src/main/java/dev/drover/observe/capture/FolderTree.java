package dev.drover.observe.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A tree exported into a folder that holds {@code proc/} and perhaps {@code sys/}. */
public final class FolderTree implements Tree {
    private final Path root;

    public FolderTree(Path root) {
        this.root = root;
    }

    @Override
    public Content read(String path) {
        Path file = root.resolve(path.substring(1)).normalize();
        if (!file.startsWith(root.normalize())) {
            return new Content.Unreadable("outside of the exported tree");
        }
        try {
            if (path.startsWith("/drover/fds/") && !Files.exists(file)) {
                return counted(root.resolve("proc").resolve(path.substring(12)).resolve("fd"));
            }
            if (path.equals("/drover/tcp") && !Files.exists(file)) {
                return SocketFiles.read(this);
            }
            return path.endsWith("/") ? Content.Text.of(names(file)) : text(file);
        } catch (NoSuchFileException e) {
            return new Content.Unreadable("not in the exported tree");
        } catch (AccessDeniedException e) {
            return new Content.Unreadable("Permission denied");
        } catch (NotDirectoryException e) {
            return new Content.Unreadable("Not a directory");
        } catch (IOException e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Content text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            return bytes.length > LARGEST
                    ? new Content.Unreadable("larger than " + (LARGEST >> 20) + " MiB")
                    : new Content.Text(bytes);
        }
    }

    private static String names(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().collect(Collectors.joining("\n"));
        }
    }

    private static Content counted(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return Content.Text.of(Long.toString(all.count()));
        }
    }
}
