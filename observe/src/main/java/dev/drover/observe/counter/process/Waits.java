package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/** What one process waits for, or who waits for it: read only of those where it matters. */
final class Waits {
    private static final Measured<Proc.Stuck> NOT_STUCK = Measured.not("it does not wait uninterruptibly");
    private static final Measured<Inbox> NOT_ASKED = Measured.not("read only while a thread uses all of a CPU");
    /** Of a thread, from one sample to the next. */
    private static final long ALL_OF_A_CPU = 850_000_000;

    private static final long WAITED = 50_000_000;

    private final String folder;
    private final int pid;
    private String allowedCpus = "";
    private Measured<Proc.Stuck> stuck = NOT_STUCK;
    private Measured<Inbox> inbox = NOT_ASKED;

    Waits(String folder, int pid) {
        this.folder = folder;
        this.pid = pid;
    }

    String allowedCpus() {
        return allowedCpus;
    }

    Measured<Proc.Stuck> stuck() {
        return stuck;
    }

    Measured<Inbox> inbox() {
        return inbox;
    }

    void read(Tree tree, Stat now, Threads threads) {
        stuck = now.state() == 'D' ? stuck(tree) : NOT_STUCK;
        inbox = threads.longestRun() > ALL_OF_A_CPU ? Inbox.of(tree, pid) : NOT_ASKED;
        allowedCpus = threads.waitedLately() > WAITED ? allowed(tree) : "";
    }

    /** When it last ran stands in {@code sched}, by a clock of the scheduler's own: the reader's own thread has just run. */
    private Measured<Proc.Stuck> stuck(Tree tree) {
        String where = tree.read(folder + "wchan") instanceof Content.Text text ? text.toString() : "";
        Measured<Double> now = Group.read(tree, "/proc/thread-self/sched", Waits::lastRan);
        Measured<Double> uptime = now.isMeasured() ? now : Group.read(tree, "/proc/uptime", Waits::uptime);
        double seconds = Group.read(tree, folder + "sched", Waits::lastRan)
                .then(then -> uptime.map(at -> Math.max(0, (at - then) / 1000)))
                .orElse(0.0);
        return Measured.of(new Proc.Stuck(where.equals("0") ? "" : where.strip(), seconds));
    }

    /** {@code se.exec_start     :   13386155.376823}, in milliseconds. */
    static Measured<Double> lastRan(byte[] bytes) {
        var line = new Cursor(bytes);
        while (!line.atEnd()) {
            if (line.skip("se.exec_start")) {
                line.until(':');
                return line.unlessBad(line.decimal());
            }
            line.nextLine();
        }
        return Measured.not("no line se.exec_start");
    }

    private static Measured<Double> uptime(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.decimal() * 1000);
    }

    private String allowed(Tree tree) {
        if (tree.read(folder + "status") instanceof Content.Text text) {
            var line = new Cursor(text.bytes());
            while (!line.atEnd()) {
                if (line.skip("Cpus_allowed_list:")) {
                    return line.word();
                }
                line.nextLine();
            }
        }
        return "";
    }
}
