package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The interfaces in {@code /sys/class/net}, by name; what hardly changes is read now and then. */
public record Nics(Map<String, Nic> byName) {
    public static final Group<Nics> GROUP = Group.files("/sys/class/net", Reading::new);

    /** {@code 1000}, in Mbit/s; -1 or unreadable where there is no link or no hardware. */
    static Measured<Double> speed(byte[] bytes) {
        var cursor = new Cursor(bytes);
        double megabits = cursor.signed();
        return megabits <= 0 ? Measured.not("no speed is known") : cursor.unlessBad(megabits * 1e6);
    }

    private static final class Reading implements Group.Reader<Nics> {
        private static final int MOST = 4000;
        private static final int MOST_HARDWARE = 64;
        private static final int ROUNDS = 30;

        private Map<String, Nic> known = new HashMap<>();
        private int round;

        @Override
        public Measured<Nics> read(Tree tree) {
            return switch (tree.read("/sys/class/net/")) {
                case Content.Text names -> Measured.of(all(tree, names.toString()));
                case Content.Unreadable(String why) -> Measured.not("/sys/class/net: " + why);
            };
        }

        private Nics all(Tree tree, String names) {
            boolean anew = round++ % ROUNDS == 0;
            var now = new LinkedHashMap<String, Nic>();
            int hardware = 0;
            for (String name : names.split("\n", MOST)) {
                if (!name.isBlank() && name.indexOf('\n') < 0 && now.size() < MOST) {
                    Nic before = known.get(name);
                    Nic nic = before == null || anew ? facts(tree, name) : before;
                    hardware += nic.hardware() ? 1 : 0;
                    now.put(name, nic.hardware() && hardware <= MOST_HARDWARE ? counted(tree, nic) : nic);
                }
            }
            known = now;
            return new Nics(Collections.unmodifiableMap(now));
        }

        private static Nic facts(Tree tree, String name) {
            String folder = "/sys/class/net/" + name + "/";
            boolean hardware = tree.read(folder + "device/") instanceof Content.Text text && text.bytes().length > 0;
            return new Nic(
                    name,
                    hardware
                            ? Group.read(tree, folder + "speed", Nics::speed)
                            : Measured.not(name + " is virtual, and its speed made up"),
                    word(tree, folder + "duplex").equals("half"),
                    word(tree, folder + "operstate"),
                    hardware,
                    Measured.not("no hardware"));
        }

        private static Nic counted(Tree tree, Nic nic) {
            String file = "/sys/class/net/" + nic.name() + "/statistics/rx_missed_errors";
            return new Nic(
                    nic.name(),
                    nic.bitsPerSecond(),
                    nic.half(),
                    nic.state(),
                    true,
                    Group.read(tree, file, Cursor::only));
        }

        private static String word(Tree tree, String path) {
            return tree.read(path) instanceof Content.Text text
                    ? text.toString().strip()
                    : "";
        }
    }
}
