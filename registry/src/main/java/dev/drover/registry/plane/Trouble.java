package dev.drover.registry.plane;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** What is wrong with the registry's folder, for an operator. */
final class Trouble {
    private Trouble() {}

    static String words(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is no folder";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getFile() + ": " + failed.getReason()
                : String.valueOf(e.getMessage());
    }
}
