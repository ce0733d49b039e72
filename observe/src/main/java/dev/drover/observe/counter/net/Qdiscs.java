package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All queueing disciplines ({@code /drover/qdiscs}), by their place in the kernel's answer; those inside others follow them. */
public record Qdiscs(Map<String, Qdisc> byName) {
    public static final Group<Qdiscs> GROUP = Group.file("/drover/qdiscs", Qdiscs::parse);

    private static final int MOST = 5000;

    static Measured<Qdiscs> parse(byte[] bytes) {
        var all = new LinkedHashMap<String, Qdisc>();
        var line = new Cursor(bytes);
        for (int i = 0; i < MOST && !line.atEnd() && !line.bad(); i++) {
            String device = line.word();
            if (!line.atLineEnd()) {
                var one = new Qdisc(
                        device,
                        line.word(),
                        line.word(),
                        line.number(),
                        line.number(),
                        line.number(),
                        line.number(),
                        line.number(),
                        line.number());
                all.merge(one.name(), one, Qdiscs::together);
            }
            line.nextLine();
        }
        return line.unlessBad(new Qdiscs(Collections.unmodifiableMap(all)));
    }

    /** The queues of a card with several have no handles of their own: they count as one. */
    private static Qdisc together(Qdisc a, Qdisc b) {
        return new Qdisc(
                a.device(),
                a.kind(),
                a.handle(),
                a.bytes() + b.bytes(),
                a.packets() + b.packets(),
                a.drops() + b.drops(),
                a.overlimits() + b.overlimits(),
                a.waitingPackets() + b.waitingPackets(),
                a.waitingBytes() + b.waitingBytes());
    }
}
