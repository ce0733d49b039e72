package dev.drover.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A binary file of sysstat ({@code sa22}): its layout changes with versions, and its own program {@code sadf} reads it for us. */
final class SysstatFile {
    /** What such a file begins with (sysstat, sa.h: SYSSTAT_MAGIC), of either byte order. */
    static final int MAGIC = 0xd596;

    private static final int MOST_COMPLAINT = 4000;
    private static final long SECONDS_TO_END = 10;
    private static final Pattern CREATED = Pattern.compile("from sysstat version (\\S+)");
    private static final String BY_HAND =
            "where the file comes from: sadf -j FILE -- -A > FILE.json, and diagnose that";

    private final String program;
    private final Path file;

    SysstatFile(String program, Path file) {
        this.program = program;
        this.file = file;
    }

    static boolean begins(int first, int second) {
        return (first == (MAGIC & 0xff) && second == MAGIC >> 8) || (first == MAGIC >> 8 && second == (MAGIC & 0xff));
    }

    Kept read(Period period) throws Failure {
        var builder = new ProcessBuilder(program, "-j", file.toAbsolutePath().toString(), "--", "-A");
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    file + ": this is a binary file of sysstat, which only its own program reads, and " + program
                            + " cannot be started here\n  fix: apt-get install sysstat, or " + BY_HAND);
        }
        try {
            return read(process, period);
        } finally {
            process.destroy();
        }
    }

    private Kept read(Process process, Period period) throws Failure {
        var complaint = new AtomicReference<>("");
        Thread reader = Thread.ofVirtual().start(() -> complaint.set(drained(process.getErrorStream())));
        try {
            Kept kept = KeptBySysstat.read(file.toString(), new BufferedInputStream(process.getInputStream()), period);
            String said = complaint(process, reader, complaint);
            return said.isEmpty()
                    ? kept
                    : new Kept(kept.samples(), (kept.note() + "\nsadf says: " + firstLine(said)).strip());
        } catch (IOException | Failure e) {
            String said = complaint(process, reader, complaint);
            throw said.isEmpty() && e instanceof Failure failure ? failure : refused(said, e);
        }
    }

    private Failure refused(String said, Exception e) {
        Matcher created = CREATED.matcher(said);
        if (said.contains("cannot read the format") && created.find()) {
            return new Failure(
                    ExitCode.BAD_INPUT,
                    file + ": sysstat " + created.group(1)
                            + " wrote it, in a format that the sysstat installed here cannot read\n" + "  fix: sadf -c "
                            + file + " > " + file + ".new and diagnose that, or " + BY_HAND);
        }
        String why = firstLine(said.isEmpty() ? String.valueOf(e.getMessage()) : said);
        return new Failure(
                ExitCode.BAD_INPUT,
                file + ": sadf cannot read it: " + why + "\n  fix: copy it again if it was cut short, or " + BY_HAND);
    }

    private static String complaint(Process process, Thread reader, AtomicReference<String> complaint) {
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroy();
            }
            reader.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return complaint.get().strip();
    }

    /** All that it says, so that it never waits for us; the beginning is kept. */
    private static String drained(InputStream errors) {
        var said = new StringBuilder();
        try (errors) {
            byte[] piece = new byte[1024];
            for (int read = errors.read(piece); read >= 0; read = errors.read(piece)) {
                if (said.length() < MOST_COMPLAINT) {
                    said.append(new String(piece, 0, read, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            said.append(' '); // it ended, and what it said is here
        }
        return said.toString();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
