package dev.drover.lab.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one case changes on this machine. {@link #revert} undoes it in reverse, once; if the lab is killed before, a
 * {@link Guard} does it from the note, and if that is killed, too, the next run.
 *
 * <p>All processes that a case starts live in one control group, so that none gets away.
 */
public final class Site implements AutoCloseable {
    /** Where notes of what to undo lie while a case runs. */
    public static final Path NOTES = Path.of("/run/drover-lab");

    static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path SYSCTL = Path.of("/proc/sys");
    private static final String KILL = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do"
            + " all=$(cat G/cgroup.procs 2> /dev/null); [ -n \"$all\" ] || break;"
            + " for p in $all; do kill -9 $p 2> /dev/null; done; sleep 0.05; done";

    private final String name;
    private final Path note;
    private final Path folder;
    private final Cgroup all;
    private final List<String> undo = new ArrayList<>();
    private final Guard guard;
    private boolean reverted;

    private Site(String name, Path note, Path folder, Cgroup all, Guard guard) {
        this.name = name;
        this.note = note;
        this.folder = folder;
        this.all = all;
        this.guard = guard;
    }

    /** An untouched one; what earlier runs left behind is cleaned up first. Sites that are open at the same time differ in purpose. */
    public static Site open(String purpose) throws IOException, InterruptedException {
        Leftovers.clean(NOTES);
        String name = "drover-lab-" + ProcessHandle.current().pid() + "-" + purpose;
        Path folder = Path.of("/tmp", name);
        var all = new Cgroup(CGROUPS.resolve("pids").resolve(name));
        Files.createDirectories(NOTES);
        Path note = NOTES.resolve(name);
        var site = new Site(name, note, folder, all, Guard.start(note));
        Files.writeString(
                site.note,
                Leftovers.owner() + "\n" + KILL.replace("G", all.folder().toString()) + "\n");
        site.change("mkdir " + all.folder(), Cgroup.remove(all.folder()));
        site.change("mkdir -p " + folder, "rm -rf --one-file-system " + folder);
        return site;
    }

    /** The name of everything that is made here: groups, namespaces, tables. */
    public String name() {
        return name;
    }

    /** A folder of its own, on the disk that holds {@code /tmp}; gone with the site. */
    public Path folder() {
        return folder;
    }

    /** Notes how to undo it, then does it. Both are shell commands; undoing must not mind being done twice or too early. */
    public synchronized void change(String shell, String undoing) throws IOException, InterruptedException {
        if (reverted) {
            throw new InterruptedException("the site is being reverted");
        }
        Files.writeString(note, undoing.replace('\n', ' ') + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        undo.add(undoing);
        Shell.run(shell);
    }

    /** Sets a number of the kernel for the whole machine, by its file below {@code /proc/sys}; what it was is noted before. */
    public void sysctl(String file, String value) throws IOException, InterruptedException {
        Path path = SYSCTL.resolve(file);
        change("echo '" + value + "' > " + path, "echo '" + ask("cat " + path) + "' > " + path);
    }

    /** What a command prints that changes nothing. */
    public String ask(String shell) throws IOException, InterruptedException {
        return Shell.run(shell);
    }

    /** A new control group of this controller, version 1. */
    public Cgroup cgroup(String controller) throws IOException, InterruptedException {
        Path group = CGROUPS.resolve(controller).resolve(name);
        if (!Files.isDirectory(group)) {
            change("mkdir " + group, Cgroup.remove(group));
        }
        return new Cgroup(group);
    }

    /** Starts a command in these groups; it ends with the site. */
    public synchronized Child start(List<Cgroup> groups, List<String> command)
            throws IOException, InterruptedException {
        if (reverted) {
            throw new InterruptedException("the site is being reverted");
        }
        var line = new StringBuilder();
        for (Cgroup group : groups) {
            line.append("echo $$ > ").append(group.folder()).append("/cgroup.procs && ");
        }
        line.append("echo $$ > ").append(all.folder()).append("/cgroup.procs && exec \"$@\"");
        var whole = new ArrayList<>(List.of("sh", "-c", line.toString(), "sh"));
        whole.addAll(command);
        Path log = Files.createTempFile(folder, "child", ".log");
        return new Child(new ProcessBuilder(whole).redirectError(log.toFile()).start(), Child.brief(command), log);
    }

    /** All processes of this site together may have no more threads than that. */
    public void limitTasks(int most) throws IOException {
        all.set("pids.max", most);
    }

    /** Undoes everything; may be called from anywhere, any number of times. */
    public synchronized void revert() throws IOException, InterruptedException {
        if (reverted) {
            return;
        }
        reverted = true;
        Leftovers.undo(KILL.replace("G", all.folder().toString()), undo);
        Files.deleteIfExists(note);
        guard.dismiss();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        revert();
    }
}
