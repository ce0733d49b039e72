package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The threads of one process from sample to sample: how long each ran and waited for a CPU.
 *
 * <p>The file of the process itself tells of its first thread only; the others are read when the process has been active.
 */
final class Threads {
    private static final int MOST = 256;
    private static final int MOST_NAMED = 64;
    /** So much since the sample before makes a thread worth its name. */
    private static final long BUSY_NANOS = 50_000_000;

    private static final Turns NEVER = new Turns(-1, -1, -1);

    private final String folder;
    private final String pid;
    private Turns own = NEVER;
    private Map<String, Turns> others = Map.of();
    private Measured<Long> waited = Measured.not("not read yet");
    private final Map<String, Proc.Task> busy = new TreeMap<>();
    private long waitedSoFar;
    private long longestRun;
    private long waitedLately;

    Threads(String folder, int pid) {
        this.folder = folder;
        this.pid = Integer.toString(pid);
    }

    Measured<Long> waited() {
        return waited;
    }

    Collection<Proc.Task> busy() {
        return busy.values();
    }

    /** Nanoseconds that the busiest thread ran between the last two samples. */
    long longestRun() {
        return longestRun;
    }

    /** Nanoseconds that all threads together waited between the last two samples. */
    long waitedLately() {
        return waitedLately;
    }

    /** The number belongs to another process now. */
    void forget() {
        own = NEVER;
        others = Map.of();
        busy.clear();
        waited = Measured.not("not read yet");
    }

    /** Takes what the first thread's file told. */
    void read(Tree tree, Measured<Turns> first, String command, boolean all) {
        longestRun = 0;
        waitedLately = 0;
        if (first instanceof Measured.Value<Turns>(Turns now)) {
            Turns before = own.equals(NEVER) ? now : own;
            own = now;
            grown(pid, command, before, now, tree);
            boolean told = !all || others(tree);
            waitedSoFar += waitedLately;
            waited = told ? Measured.of(waitedSoFar) : Measured.not("its threads cannot be read");
        } else {
            waited = first.map(Turns::waited);
        }
    }

    private boolean others(Tree tree) {
        if (!(tree.read(folder + "task/") instanceof Content.Text names)) {
            return false;
        }
        var now = new HashMap<String, Turns>();
        for (String name : names.toString().split("\n", MOST)) {
            if (!name.isEmpty() && !name.equals(pid) && name.indexOf('\n') < 0) {
                Measured<Turns> turns = Group.read(tree, folder + "task/" + name + "/schedstat", Turns::parse);
                if (turns instanceof Measured.Value<Turns>(Turns value)) {
                    grown(name, "", others.getOrDefault(name, value), value, tree);
                    now.put(name, value);
                }
            }
        }
        busy.keySet().removeIf(name -> !name.equals(pid) && !now.containsKey(name));
        others = now;
        return true;
    }

    private void grown(String tid, String name, Turns before, Turns now, Tree tree) {
        long ran = now.ran() - before.ran();
        longestRun = Math.max(longestRun, ran);
        waitedLately += Math.max(0, now.waited() - before.waited());
        Proc.Task known = busy.get(tid);
        if (known == null && (ran < BUSY_NANOS || busy.size() >= MOST_NAMED)) {
            return;
        }
        String called = known == null ? name : known.name();
        if (called.isEmpty() && tree.read(folder + "task/" + tid + "/comm") instanceof Content.Text comm) {
            called = Printable.of(comm.toString().strip(), Stat.LONGEST_NAME);
        }
        busy.put(tid, new Proc.Task(number(tid), called, now.ran(), now.waited()));
    }

    private static int number(String tid) {
        try {
            return Integer.parseInt(tid);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
