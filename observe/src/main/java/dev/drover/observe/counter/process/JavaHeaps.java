package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** How long HotSpot virtual machines have collected garbage, by process: those that tell it in a file (hsperfdata). */
public record JavaHeaps(Map<Integer, Collected> byPid) {
    public static final Group<JavaHeaps> GROUP = Group.files("hsperfdata", Reading::new);

    /** Seconds since it started, of collectors that stop the program. */
    public record Collected(double seconds) {}

    /** The share of an interval in which a program stood still for it. */
    public static Measured<Double> stopped(Change<JavaHeaps> change, int pid) {
        Collected before = change.before().byPid.get(pid);
        Collected after = change.after().byPid.get(pid);
        return before == null || after == null || after.seconds < before.seconds
                ? Measured.not("this process does not tell it")
                : Measured.of(Math.min(1, (after.seconds - before.seconds) / change.seconds()));
    }

    /** The folder is looked through every few rounds. */
    private static final class Reading implements Group.Reader<JavaHeaps> {
        private static final String FOLDER = "/drover/hsperfdata/";
        private static final int ROUNDS = 10;
        private static final int MOST = 200;

        private int round;
        private final Map<Integer, String> files = new HashMap<>();

        @Override
        public Measured<JavaHeaps> read(Tree tree) {
            if (round++ % ROUNDS == 0) {
                files.clear();
                find(tree);
            }
            var heaps = new HashMap<Integer, Collected>();
            files.forEach((pid, file) ->
                    Group.read(tree, file, PerfData::collected).map(seconds -> heaps.put(pid, new Collected(seconds))));
            return Measured.of(new JavaHeaps(Collections.unmodifiableMap(heaps)));
        }

        private void find(Tree tree) {
            if (tree.read(FOLDER) instanceof Content.Text pids) {
                for (String pid : pids.toString().split("\n", MOST)) {
                    if (pid.matches("\\d{1,9}")) {
                        files.put(Integer.parseInt(pid), FOLDER + pid);
                    }
                }
            }
        }
    }
}
