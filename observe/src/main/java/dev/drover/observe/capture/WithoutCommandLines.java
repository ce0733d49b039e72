package dev.drover.observe.capture;

import java.time.Instant;
import java.util.regex.Pattern;

/** A tree without the arguments of processes, which may be nobody else's business: for recordings that are given away. */
public final class WithoutCommandLines implements Tree {
    private static final Pattern COMMAND_LINE = Pattern.compile("/proc/[0-9]+/cmdline");
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
        return path.endsWith("/cmdline") && COMMAND_LINE.matcher(path).matches() ? LEFT_OUT : tree.read(path);
    }

    @Override
    public void close() {
        tree.close();
    }
}
