package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.HashMap;
import java.util.List;

/** Users whose processes have made a good part of the tasks that one of them may make (RLIMIT_NPROC); root may always. */
public record UserTasks(List<User> users) {
    public static final Group<UserTasks> GROUP = Group.files("/proc/[pid]/status", Reading::new);

    /**
     * One user.
     *
     * @param tasks threads of all processes of the user
     * @param most the smallest soft limit among these processes
     * @param command of the process with that limit
     */
    public record User(long uid, long tasks, long most, int pid, String command) {
        public double full() {
            return tasks / (double) Math.max(1, most);
        }
    }

    /** All processes are asked every few rounds only. */
    private static final class Reading implements Group.Reader<UserTasks> {
        private static final int ROUNDS = 30;
        private static final double WORTH_A_NAME = 0.5;

        private int round;
        private Measured<UserTasks> last = Measured.not("not counted yet");

        @Override
        public Measured<UserTasks> read(Tree tree) {
            if (round++ % ROUNDS == 0) {
                last = switch (tree.read("/proc/")) {
                    case Content.Text names -> Measured.of(count(tree, names.toString()));
                    case Content.Unreadable(String why) -> Measured.not("/proc: " + why);
                };
            }
            return last;
        }

        private static UserTasks count(Tree tree, String names) {
            var byUid = new HashMap<Long, User>();
            for (String pid : names.split("\n", -1)) {
                if (!pid.isEmpty() && pid.length() < 10 && pid.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    one(tree, Integer.parseInt(pid)).map(user -> byUid.merge(user.uid, user, Reading::sum));
                }
            }
            return new UserTasks(
                    byUid.values().stream().filter(u -> u.full() > WORTH_A_NAME).toList());
        }

        private static User sum(User a, User b) {
            User tighter = a.most <= b.most ? a : b;
            return new User(a.uid, a.tasks + b.tasks, tighter.most, tighter.pid, tighter.command);
        }

        private static Measured<User> one(Tree tree, int pid) {
            return Group.read(tree, "/proc/" + pid + "/status", bytes -> status(bytes, pid))
                    .then(user -> user.uid == 0
                            ? Measured.not("root has no limit")
                            : Group.read(tree, "/proc/" + pid + "/limits", UserTasks::limit)
                                    .map(most -> new User(user.uid, user.tasks, most, pid, user.command)));
        }
    }

    /** {@code Name: nginx}, {@code Uid: 33 33 33 33} (the first is the real one, which counts), {@code Threads: 4}. */
    static Measured<User> status(byte[] bytes, int pid) {
        String command = "";
        long uid = -1;
        long threads = -1;
        var line = new Cursor(bytes);
        while (!line.atEnd()) {
            if (line.skip("Name:")) {
                command = line.word();
            } else if (line.skip("Uid:")) {
                uid = line.number();
            } else if (line.skip("Threads:")) {
                threads = line.number();
            }
            line.nextLine();
        }
        return uid < 0 || threads < 0
                ? Measured.not("no line Uid or Threads")
                : line.unlessBad(new User(uid, threads, Long.MAX_VALUE, pid, command));
    }

    static Measured<Long> limit(byte[] bytes) {
        var line = new Cursor(bytes);
        while (!line.atEnd()) {
            if (line.skip("Max processes")) {
                line.blanks();
                return line.skip("unlimited") ? Measured.of(Long.MAX_VALUE) : line.unlessBad(line.number());
            }
            line.nextLine();
        }
        return Measured.not("no line Max processes");
    }
}
