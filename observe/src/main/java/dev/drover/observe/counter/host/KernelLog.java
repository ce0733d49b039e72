package dev.drover.observe.counter.host;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The kernel's own words on trouble, oldest first ({@code /drover/kmsg}). */
public record KernelLog(List<String> lines) {
    public static final Group<KernelLog> GROUP = Group.files("/drover/kmsg", Reading::new);

    private static final int MOST = 500;
    private static final int LONGEST = 300;

    /** Its lines change seldom. */
    private static final class Reading implements Group.Reader<KernelLog> {
        private static final int ROUNDS = 2;

        private int round;
        private Measured<KernelLog> last = Measured.not("not read yet");

        @Override
        public Measured<KernelLog> read(Tree tree) {
            if (round++ % ROUNDS == 0) {
                last = switch (tree.read("/drover/kmsg")) {
                    case Content.Text text -> Measured.of(parse(text));
                    case Content.Unreadable(String why) -> Measured.not("the kernel's log: " + why);
                };
            }
            return last;
        }

        private static KernelLog parse(Content.Text text) {
            var lines = new ArrayList<String>();
            for (String line : text.toString().split("\n", MOST)) {
                if (!line.isBlank()) {
                    lines.add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
                }
            }
            return new KernelLog(List.copyOf(lines));
        }
    }

    /** The lines with this text that another reading, an earlier one, has not. */
    public List<String> since(KernelLog earlier, String text) {
        Set<String> known = new HashSet<>(earlier.lines);
        return lines.stream()
                .filter(line -> line.contains(text) && !known.contains(line))
                .toList();
    }
}
