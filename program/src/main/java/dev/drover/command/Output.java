package dev.drover.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine;

/**
 * Where a command writes, and what it may know of the one who reads.
 *
 * @param colours only on a terminal, and never with NO_COLOR
 * @param zone of the times that are shown; JSON stays in UTC
 */
record Output(PrintWriter out, PrintWriter err, boolean colours, ZoneId zone, Map<String, String> environment) {
    /** Whoever writes what a terminal would obey, it does not get there. */
    Output {
        out = new PrintWriter(new ShownOnly(out, colours), true);
        err = new PrintWriter(new ShownOnly(err, colours), true);
    }

    /** A command that is handed where to write. */
    interface User {
        void use(Output output);
    }

    static Output standard(Map<String, String> environment) {
        return new Output(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                isTerminal() && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                ZoneId.systemDefault(),
                environment);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** What the kernel says of our standard output: asking the JDK's console costs more than most commands. */
    static boolean isTerminal() {
        return isTerminal(1);
    }

    /** The same of another of our descriptors. */
    static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Where standard error is a terminal: a line that the next one takes the place of; nothing takes it away. */
    static void progress(String line) {
        if (isTerminal(2)) {
            PrintWriter err = writer(FileDescriptor.err);
            err.print("\r" + line + "\u001b[K");
            err.flush();
        }
    }

    static void hand(Output output, CommandLine line) {
        if (line.getCommandSpec().userObject() instanceof User user) {
            user.use(output);
        }
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String wary(String text) {
        return paint("33", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
