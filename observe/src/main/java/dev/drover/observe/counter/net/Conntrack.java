package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/** How many connections the firewall follows, and how many it may. */
public record Conntrack(long count, long most) {
    public static final Group<Conntrack> GROUP = Group.files("nf_conntrack", () -> Conntrack::read);

    private static final String FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";

    public double full() {
        return count / (double) Math.max(1, most);
    }

    private static Measured<Conntrack> read(Tree tree) {
        return Group.read(tree, FOLDER + "count", Cursor::only)
                .then(count -> Group.read(tree, FOLDER + "max", Cursor::only).map(most -> new Conntrack(count, most)));
    }
}
