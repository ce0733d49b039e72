package dev.drover.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * An account without rights. As root its command lines go through {@code setpriv}, and what they run is copied to where everybody
 * may read it; otherwise it is the account of the test.
 */
final class Nobody {
    private static final int ID = 65_534;

    private Nobody() {}

    static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** What stands before a command line, so that it runs without rights. */
    static List<String> prefix() {
        return isNeeded()
                ? List.of(
                        "setpriv",
                        "--reuid=" + ID,
                        "--regid=" + ID,
                        "--clear-groups",
                        "--bounding-set=-all",
                        "--inh-caps=-all",
                        "--no-new-privs")
                : List.of();
    }

    /** The class path of this test, as copies below the folder. */
    static String classPath(Path folder) {
        var copies = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path original = Path.of(entry);
            if (Files.exists(original)) {
                Path copy = folder.resolve(copies.size() + "-" + original.getFileName());
                copy(original, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(":", copies);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) throws IOException {
                    open(Files.createDirectories(target(folder)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                    open(Files.copy(file, target(file)));
                    return FileVisitResult.CONTINUE;
                }

                private Path target(Path path) {
                    return path.equals(from)
                            ? to
                            : to.resolve(from.relativize(path).toString());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everybody may read it, and go into it. */
    static Path open(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(folder ? "rwxr-xr-x" : "rw-r--r--"));
        return path;
    }

    /** Gives it away. */
    static Path own(Path path) throws IOException {
        if (isNeeded()) {
            Files.setAttribute(path, "unix:uid", ID);
            Files.setAttribute(path, "unix:gid", ID);
        }
        return path;
    }

    static boolean isOwner(Path path) throws IOException {
        return !isNeeded() || Files.getAttribute(path, "unix:uid").equals(ID);
    }
}
