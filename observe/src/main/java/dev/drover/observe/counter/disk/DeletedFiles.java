package dev.drover.observe.counter.disk;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.List;

/** Deleted files that a process still has open, largest first: their room comes back when it closes them. */
public record DeletedFiles(List<File> files) {
    public static final Group<DeletedFiles> GROUP = Group.files("/drover/deleted", Reading::new);

    private static final int MOST = 1000;

    /** One of them. */
    public record File(int pid, long bytes, String point, String name) {}

    /** Finding them takes a walk over all processes: only when a file system is nearly full, and seldom. */
    private static final class Reading implements Group.Reader<DeletedFiles> {
        private static final double NEARLY_FULL = 0.05;
        private static final int ROUNDS = 30;
        private static final Measured<DeletedFiles> NOT_ASKED =
                Measured.not("looked for only when a file system is nearly full");

        private int next;
        private Measured<DeletedFiles> last = NOT_ASKED;

        @Override
        public Measured<DeletedFiles> read(Tree tree) {
            boolean asked = Group.read(tree, "/drover/mounts", FileSystems::parse)
                    .map(all -> all.byPoint().values().stream().anyMatch(f -> f.availableShare() < NEARLY_FULL))
                    .orElse(false);
            if (!asked) {
                next = 0;
                return NOT_ASKED;
            }
            if (next-- <= 0) {
                next = ROUNDS;
                last = Group.read(tree, "/drover/deleted", DeletedFiles::parse);
            }
            return last;
        }
    }

    static Measured<DeletedFiles> parse(byte[] bytes) {
        var files = new ArrayList<File>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && !line.bad() && files.size() < MOST) {
            int pid = (int) Math.min(Integer.MAX_VALUE, line.number());
            long size = line.number();
            files.add(new File(
                    pid, size, line.word().replace("\\040", " "), line.word().replace("\\040", " ")));
            line.nextLine();
        }
        return line.unlessBad(new DeletedFiles(List.copyOf(files)));
    }
}
