package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that have used a good part of the file descriptors they may open, fullest first.
 *
 * @param hidden processes whose descriptors we may not count: those of others, unless we are root
 */
public record Descriptors(List<Table> tables, int hidden) {
    public static final Group<Descriptors> GROUP = Group.files("/proc/[pid]/fd", Reading::new);

    /**
     * One process.
     *
     * @param most its soft limit, RLIMIT_NOFILE
     */
    public record Table(int pid, String command, long open, long most) {
        public double full() {
            return open / (double) Math.max(1, most);
        }
    }

    /** Counting is dear, and tables fill slowly: it is done every few rounds. */
    private static final class Reading implements Group.Reader<Descriptors> {
        private static final int ROUNDS = 30;
        private static final double WORTH_A_NAME = 0.5;

        private int round;
        private Measured<Descriptors> last = Measured.not("not counted yet");

        @Override
        public Measured<Descriptors> read(Tree tree) {
            if (round++ % ROUNDS == 0) {
                last = switch (tree.read("/proc/")) {
                    case Content.Text names -> count(tree, names.toString());
                    case Content.Unreadable(String why) -> Measured.not("/proc: " + why);
                };
            }
            return last;
        }

        private static Measured<Descriptors> count(Tree tree, String names) {
            var tables = new ArrayList<Table>();
            int hidden = 0;
            int seen = 0;
            for (String pid : names.split("\n", -1)) {
                if (!pid.isEmpty() && pid.length() < 10 && pid.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    Measured<Long> open = Group.read(tree, "/drover/fds/" + pid, Descriptors::number);
                    seen += open.isMeasured() ? 1 : 0;
                    hidden += open.isMeasured() ? 0 : 1;
                    open.then(o -> Group.read(tree, "/proc/" + pid + "/limits", Descriptors::limit)
                                    .map(most -> new Table(Integer.parseInt(pid), "", o, most)))
                            .map(table -> table.full() > WORTH_A_NAME && tables.add(named(tree, table)));
                }
            }
            tables.sort((a, b) -> Double.compare(b.full(), a.full()));
            return seen == 0
                    ? Measured.not("no process lets us count its descriptors")
                    : Measured.of(new Descriptors(List.copyOf(tables), hidden));
        }

        private static Table named(Tree tree, Table table) {
            String command = tree.read("/proc/" + table.pid() + "/comm") instanceof Content.Text text
                    ? text.toString().strip()
                    : "";
            return new Table(table.pid(), command, table.open(), table.most());
        }
    }

    static Measured<Long> number(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.number());
    }

    /** {@code Max open files   1024   4096   files}: the soft limit is the first number. */
    static Measured<Long> limit(byte[] bytes) {
        var line = new Cursor(bytes);
        while (!line.atEnd()) {
            if (line.skip("Max open files")) {
                line.blanks();
                return line.skip("unlimited") ? Measured.of(Long.MAX_VALUE) : line.unlessBad(line.number());
            }
            line.nextLine();
        }
        return Measured.not("no line Max open files");
    }
}
