package dev.drover.observe.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.Stat;
import dev.drover.observe.counter.process.Turns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and its threads at one moment.
 *
 * @param nanos by the monotonic clock
 * @param children by number; of all threads
 */
record Look(long nanos, Stat stat, List<Task> tasks, Measured<Set<Integer>> children) {
    static final int MOST_TASKS = 4096;
    private static final int MOST_CHILDREN = 100_000;

    /**
     * A thread.
     *
     * @param channel the function of the kernel in which it sleeps; empty if it runs or the kernel does not tell
     */
    record Task(int id, Stat stat, Measured<Turns> turns, String channel) {}

    static Measured<Look> take(Tree tree, int pid, long nanos) {
        String folder = "/proc/" + pid + "/";
        return Group.read(tree, folder + "stat", Stat::parse)
                .then(stat -> tree.read(folder + "task/") instanceof Content.Text names
                        ? Measured.of(new Look(
                                nanos, stat, tasks(tree, folder, names.toString()), children(tree, folder, names)))
                        : Measured.not("it has no threads any more"));
    }

    private static List<Task> tasks(Tree tree, String folder, String names) {
        var tasks = new ArrayList<Task>();
        for (String name : names.split("\n", MOST_TASKS + 1)) {
            if (isNumber(name)) {
                String task = folder + "task/" + name + "/";
                Group.read(tree, task + "stat", Stat::parse)
                        .map(stat -> tasks.add(new Task(
                                Integer.parseInt(name),
                                stat,
                                Group.read(tree, task + "schedstat", Turns::parse),
                                stat.state() == 'R' ? "" : channel(tree, task))));
            }
        }
        return List.copyOf(tasks);
    }

    /** A name without a line end, or {@code 0} for nothing. */
    private static String channel(Tree tree, String task) {
        String name = tree.read(task + "wchan") instanceof Content.Text text
                ? text.toString().strip()
                : "";
        return name.equals("0") || name.length() > 100 ? "" : name;
    }

    /** Each thread tells of the children that it made (CONFIG_PROC_CHILDREN). */
    private static Measured<Set<Integer>> children(Tree tree, String folder, Content.Text names) {
        var children = new LinkedHashSet<Integer>();
        boolean told = false;
        for (String name : names.toString().split("\n", MOST_TASKS + 1)) {
            if (isNumber(name) && tree.read(folder + "task/" + name + "/children") instanceof Content.Text text) {
                told = true;
                var cursor = new Cursor(text.bytes());
                while (!cursor.atLineEnd() && cursor.isDigit() && children.size() < MOST_CHILDREN) {
                    children.add((int) Math.min(Integer.MAX_VALUE, cursor.number()));
                }
            }
        }
        return told ? Measured.of(Set.copyOf(children)) : Measured.not("the kernel does not tell children");
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
