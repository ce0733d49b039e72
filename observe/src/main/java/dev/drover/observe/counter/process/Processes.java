package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All processes, by number. */
public record Processes(Map<Integer, Proc> byPid) {
    public static final Group<Processes> GROUP = Group.files("/proc/[pid]", Reading::new);

    /** The one with this number, if there is one. */
    public Optional<Proc> find(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** Those that lived through the whole interval, and what they did in it. */
    public static List<Proc.Use> uses(Change<Processes> change) {
        var uses = new ArrayList<Proc.Use>();
        for (Proc after : change.after().byPid().values()) {
            Proc before = change.before().byPid().get(after.pid());
            if (before != null && before.startTicks() == after.startTicks()) {
                uses.add(Proc.use(new Change<>(before, after, change.seconds())));
            }
        }
        return uses;
    }

    /** Follows processes from sample to sample: what hardly changes is read once, threads only of those that run. */
    private static final class Reading implements Group.Reader<Processes> {
        private static final int MOST = 100_000;

        private Map<Integer, Followed> followed = new HashMap<>();

        @Override
        public Measured<Processes> read(Tree tree) {
            return switch (tree.read("/proc/")) {
                case Content.Text(byte[] names) -> Measured.of(all(tree, names));
                case Content.Unreadable(String why) -> Measured.not("/proc: " + why);
            };
        }

        private Processes all(Tree tree, byte[] names) {
            var now = new HashMap<Integer, Followed>(followed.size() * 2);
            var all = new HashMap<Integer, Proc>(followed.size() * 2);
            var name = new Cursor(names);
            while (!name.atEnd() && all.size() < MOST) {
                int pid = pid(name);
                name.nextLine();
                if (pid > 0) {
                    Followed before = followed.get(pid);
                    Followed one = before == null ? new Followed(pid) : before;
                    Measured<Proc> read = one.read(tree);
                    if (read instanceof Measured.Value<Proc>(Proc proc)) {
                        now.put(pid, one);
                        all.put(pid, proc);
                    }
                }
            }
            followed = now;
            return new Processes(Collections.unmodifiableMap(all));
        }

        /** 0 for a name that is no number. */
        private static int pid(Cursor name) {
            if (name.atLineEnd() || !name.isDigit()) {
                return 0;
            }
            long number = name.number();
            return name.atLineEnd() && number <= Integer.MAX_VALUE ? (int) number : 0;
        }
    }
}
