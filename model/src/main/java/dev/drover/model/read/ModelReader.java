package dev.drover.model.read;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads {@code drover.yaml}, with the files it includes, into a model or into all that is wrong with it. */
public final class ModelReader {
    /** Name of the file that is looked for in a folder. */
    public static final String NAME = "drover.yaml";

    private ModelReader() {}

    /**
     * Reads from disk.
     *
     * @param path a file, or a folder that holds {@code drover.yaml}
     */
    public static Read read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
        if (Files.isDirectory(path) && Files.notExists(file)) {
            return refused(path.toString(), "the folder has no " + NAME, "give the file: drover check FILE");
        }
        if (Files.notExists(file)) {
            return refused(path.toString(), "there is no such file", "");
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null || Files.isDirectory(file)) {
            return refused(path.toString(), "this is no file", "");
        }
        Path shown = file.getParent();
        return new Gathering(folder, new DiskShelf(folder, shown == null ? Path.of("") : shown)).read(name.toString());
    }

    /** Reads what was kept of an earlier reading, without a look at the disk. */
    public static Read read(Sources sources) {
        return new Gathering(sources.folder(), new BundleShelf(sources)).read(sources.main());
    }

    /** Reads one text; files it includes are not found. */
    public static Read read(String name, String text, Path folder) {
        return read(Sources.of(name, text, folder.toAbsolutePath().normalize()));
    }

    private static Read refused(String name, String what, String fix) {
        Where where = new Where(name, 1, 1, Map.of());
        return new Read.Refused(
                List.of(fix.isEmpty() ? Problem.of(where, "", what) : Problem.of(where, "", what, fix)));
    }
}
