package dev.drover.command;

import dev.drover.logging.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** An error that nobody foresaw: its details go to a file, and one line with its id to the operator. */
final class Mishap {
    private Mishap() {}

    static String keep(Throwable error, Map<String, String> environment) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        String told = "drover: something unexpected happened (error id " + id + ")";
        for (Path folder : new Path[] {NodeOptions.standard(environment), Path.of("/tmp")}) {
            Path file = folder.resolve("drover-errors.log");
            if (Files.isDirectory(folder) && append(file, id, error)) {
                return told + "; the details are in " + file;
            }
        }
        return told + ": " + error;
    }

    private static boolean append(Path file, String id, Throwable error) {
        try (var out =
                new PrintWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            out.println(Instant.now() + " error id " + id);
            out.print(Trace.of(error));
            return !out.checkError();
        } catch (IOException e) {
            return false;
        }
    }
}
