package dev.drover.supervisor.process;

import dev.drover.plane.Deadline;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * What is remembered of running processes on disk, so that the next Drover can end what one that was killed left behind.
 *
 * <p>One file per process, named by its pid: {@code BOOT-ID START-TICKS SERVICE/INSTANCE}. A pid alone says nothing, since
 * numbers are used again; with the boot and the start it is certain. The kernel ends a leader itself when Drover dies; its
 * children are found here by the number of the group, which is not given to another process as long as one of them lives.
 */
public final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path folder;
    private final Ticker ticker;
    private final String boot;

    public Leftovers(Path folder, Ticker ticker) {
        this.folder = folder;
        this.ticker = ticker;
        this.boot = bootId();
    }

    public void remember(Child child, String what) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            long start = ProcessTable.read(child.pid())
                    .map(ProcessTable.Entry::startTicks)
                    .orElse(0L);
            Files.writeString(file(child), boot + " " + start + " " + what + "\n");
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot note the process of {0} in {1}: {2}; should Drover be killed, it could not end its children",
                    what,
                    folder,
                    e.getMessage());
        }
    }

    public void forget(Child child) {
        try {
            Files.deleteIfExists(file(child));
        } catch (IOException e) {
            // The next Drover reads it, finds no such process and deletes it.
        }
    }

    private Path file(Child child) {
        return folder.resolve(Long.toString(child.pid()));
    }

    /** Ends what an earlier Drover left behind, and waits until it is gone. */
    public void end() throws InterruptedException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (Path file : files) {
                end(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing was left behind.
        } catch (IOException | DirectoryIteratorException e) {
            cannotRead(folder, e);
        }
    }

    /** One note that cannot be read must not keep the others from being followed. */
    private void end(Path file) throws InterruptedException {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip().split(" ", 3);
            long group = Long.parseLong(file.getFileName().toString());
            if (words.length == 3 && words[0].equals(boot) && isOurs(group, words[1]) && !end(group, words[2])) {
                return; // the next start tries again
            }
            Files.delete(file);
        } catch (IOException | NumberFormatException e) {
            cannotRead(file, e);
        }
    }

    private boolean end(long group, String what) throws InterruptedException {
        Signals.send(-group, Signals.KILL);
        boolean gone = awaitGone(group);
        LOG.log(
                gone ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                gone
                        ? "{0}: an earlier Drover left process group {1} behind, it is ended"
                        : "{0}: an earlier Drover left process group {1} behind and it does not end: is it another account''s?",
                what,
                Long.toString(group));
        return gone;
    }

    private static void cannotRead(Path path, Exception e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "cannot read {0}: {1}; what an earlier Drover left behind may go on",
                path,
                e.toString());
    }

    private static boolean isOurs(long group, String start) {
        ProcessTable table = ProcessTable.read();
        ProcessTable.Entry leader = table.entries().get(group);
        List<ProcessTable.Entry> members = table.group(group);
        return leader == null
                ? !members.isEmpty()
                : Long.toString(leader.startTicks()).equals(start);
    }

    private boolean awaitGone(long group) throws InterruptedException {
        var deadline = Deadline.after(ticker, PATIENCE);
        while (!Groups.isGone(group)) {
            if (deadline.passed()) {
                return false;
            }
            Thread.sleep(Duration.ofMillis(10));
        }
        return true;
    }

    /** Differs after each boot: random/boot_id, see proc_sys_kernel(5). */
    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
