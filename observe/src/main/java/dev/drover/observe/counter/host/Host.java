package dev.drover.observe.counter.host;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import java.nio.charset.StandardCharsets;

/**
 * Which host this is.
 *
 * @param kernel its release, such as {@code 6.1.0-18-amd64}
 */
public record Host(String name, String kernel) {
    public static final Group<Host> GROUP = Group.files("host", () -> Host::read);

    /** Neither a name nor a release has more than 64 (uname(2)). */
    private static final int LONGEST = 64;

    /** Whether the kernel's release is at least this one. */
    public boolean kernelAtLeast(int major, int minor) {
        var cursor = new Cursor(kernel.getBytes(StandardCharsets.UTF_8));
        long first = cursor.number();
        long second = cursor.skip(".") ? cursor.number() : 0;
        return !cursor.bad() && (first > major || (first == major && second >= minor));
    }

    private static Measured<Host> read(Tree tree) {
        String kernel = line(tree, "/proc/sys/kernel/osrelease");
        return kernel.isEmpty()
                ? Measured.not("/proc/sys/kernel/osrelease cannot be read")
                : Measured.of(new Host(line(tree, "/proc/sys/kernel/hostname"), kernel));
    }

    private static String line(Tree tree, String path) {
        return tree.read(path) instanceof Content.Text text
                ? Printable.of(text.toString().strip(), LONGEST)
                : "";
    }
}
