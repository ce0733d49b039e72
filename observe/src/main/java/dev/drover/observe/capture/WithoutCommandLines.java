package dev.drover.observe.capture;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A tree without the arguments of processes, which may be nobody else's business: for recordings that are given away. HotSpot's
 * counters hold them, too.
 */
public final class WithoutCommandLines implements Tree {
    private static final Pattern COMMAND_LINE = Pattern.compile("/proc/[0-9]+/cmdline");
    private static final String HSPERFDATA = "/drover/hsperfdata/";
    private static final Content LEFT_OUT = new Content.Unreadable("command lines are left out");

    private final Tree tree;

    public WithoutCommandLines(Tree tree) {
        this.tree = tree;
    }

    @Override
    public void nextRound(Instant at, long nanos) {
        tree.nextRound(at, nanos);
    }

    @Override
    public Content read(String path) {
        if (path.endsWith("/cmdline") && COMMAND_LINE.matcher(path).matches()) {
            return LEFT_OUT;
        }
        Content content = tree.read(path);
        boolean counters = path.startsWith(HSPERFDATA) && !path.equals(HSPERFDATA);
        return counters && content instanceof Content.Text(byte[] file)
                ? new Content.Text(PerfDataNumbers.of(file))
                : content;
    }

    @Override
    public void close() {
        tree.close();
    }
}
