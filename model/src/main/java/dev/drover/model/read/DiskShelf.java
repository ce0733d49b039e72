package dev.drover.model.read;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import dev.drover.model.tree.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Files of a folder. */
final class DiskShelf implements Shelf {
    private final Path folder;
    private final Path shown;

    /** @param shown the folder as the user gave it */
    DiskShelf(Path folder, Path shown) {
        this.folder = folder;
        this.shown = shown;
    }

    @Override
    public List<String> matching(String pattern) {
        List<String> found = List.of("");
        String[] parts = pattern.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            var next = new ArrayList<String>();
            for (String name : found) {
                step(name.isEmpty() ? "" : name + "/", parts[i], i == parts.length - 1, next);
            }
            found = next;
        }
        return found.stream().sorted().toList();
    }

    private void step(String before, String part, boolean last, List<String> found) {
        if (!Shelf.isPattern(part)) {
            if (Files.exists(folder.resolve(before + part))) {
                found.add(before + part);
            }
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(before))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean kind = last ? Files.isRegularFile(entry) : Files.isDirectory(entry);
                if (kind && Shelf.matches(part, name)) {
                    found.add(before + name);
                }
            }
        } catch (IOException e) {
            // A folder that cannot be listed holds nothing for us; the caller says that nothing fits the pattern.
            return;
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Override
    public Optional<String> text(String name, int longest, Consumer<Problem> problems) {
        Path file = folder.resolve(name);
        String label = shown(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                problems.accept(YamlText.tooLong(label, Files.size(file), longest));
                return Optional.empty();
            }
            return YamlText.decode(label, bytes, problems);
        } catch (AccessDeniedException e) {
            problems.accept(
                    Problem.of(start(label), "", "the file cannot be read: permission denied", "chmod or chown it"));
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "it is a folder" : e.getMessage();
            problems.accept(Problem.of(start(label), "", "the file cannot be read: " + why));
        }
        return Optional.empty();
    }

    private static Where start(String label) {
        return new Where(label, 1, 1, Map.of());
    }

    @Override
    public String shown(String name) {
        return shown.resolve(name).toString();
    }
}
