package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All interfaces of {@code /proc/net/dev}, by name. */
public record Interfaces(Map<String, Interface> byName) {
    public static final Group<Interfaces> GROUP = Group.file("/proc/net/dev", Interfaces::parse);

    private static final int MOST = 20_000;
    private static final int FIELDS = 16;
    /** IFNAMSIZ of linux/if.h; who tells more lies. */
    private static final int LONGEST_NAME = 16;

    static Measured<Interfaces> parse(byte[] bytes) {
        var all = new LinkedHashMap<String, Interface>();
        var line = new Cursor(bytes);
        line.nextLine();
        line.nextLine();
        while (!line.atEnd() && all.size() < MOST) {
            line.blanks();
            String name = Printable.of(line.until(':'), LONGEST_NAME);
            long[] f = new long[FIELDS];
            for (int i = 0; i < f.length; i++) {
                f[i] = line.number();
            }
            if (line.bad()) {
                return Measured.not("line " + (all.size() + 3) + " is not understood");
            }
            line.nextLine();
            all.put(name, new Interface(name, f[0], f[1], f[2], f[3], f[4], f[8], f[9], f[10], f[11], f[12], f[14]));
        }
        return all.isEmpty()
                ? Measured.not("no interface")
                : Measured.of(new Interfaces(Collections.unmodifiableMap(all)));
    }
}
