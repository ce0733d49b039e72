package dev.drover.observe.counter.disk;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.List;

/** Things made of several that should all be there: RAID arrays of md(4) and bonds of network interfaces. */
public record Redundancy(List<Array> arrays) {
    public static final Group<Redundancy> GROUP = Group.files("redundancy", () -> Redundancy::read);

    private static final int MOST = 200;

    /**
     * One of them.
     *
     * @param required members
     * @param active of these
     * @param activity what md does with it, such as {@code recovery = 12.6%}; empty for nothing
     */
    public record Array(String name, boolean bond, long required, long active, String activity) {}

    private static Measured<Redundancy> read(Tree tree) {
        var all = new ArrayList<Array>();
        Content raids = tree.read("/proc/mdstat");
        if (raids instanceof Content.Text text) {
            mdstat(text.bytes(), all);
        }
        Content bonds = tree.read("/proc/net/bonding/");
        if (bonds instanceof Content.Text names) {
            for (String name : names.toString().split("\n", MOST)) {
                if (!name.isEmpty() && tree.read("/proc/net/bonding/" + name) instanceof Content.Text text) {
                    all.add(bond(name, text.bytes()));
                }
            }
        }
        return raids instanceof Content.Unreadable && bonds instanceof Content.Unreadable
                ? Measured.not("neither RAID arrays of md nor bonds are here")
                : Measured.of(new Redundancy(List.copyOf(all)));
    }

    /** {@code md0 : active raid1 sda1[0] sdb1[1]}, then a line with {@code [2/1] [U_]}, then perhaps one with its activity. */
    static void mdstat(byte[] bytes, List<Array> all) {
        String name = "";
        var line = new Cursor(bytes);
        for (int lines = 0; !line.atEnd() && lines < 10_000 && all.size() < MOST; lines++) {
            if (line.skip("md")) {
                name = "md" + line.word();
            }
            while (!line.atLineEnd()) {
                String word = line.word();
                var members = new Cursor(word.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                if (members.skip("[") && members.isDigit()) {
                    long required = members.number();
                    long active = members.skip("/") && members.isDigit() ? members.number() : -1;
                    if (active >= 0 && !name.isEmpty()) {
                        all.add(new Array(name, false, required, active, ""));
                    }
                } else if (isActivity(word) && !all.isEmpty() && line.word().equals("=")) {
                    Array last = all.removeLast();
                    all.add(new Array(last.name, false, last.required, last.active, word + " = " + line.word()));
                }
            }
            line.nextLine();
        }
    }

    private static boolean isActivity(String word) {
        return List.of("resync", "recovery", "check", "reshape", "repair").contains(word);
    }

    /** {@code Slave Interface: eth0} and below it {@code MII Status: up}; the first such line is the bond's own. */
    static Array bond(String name, byte[] bytes) {
        long slaves = 0;
        long up = 0;
        var line = new Cursor(bytes);
        for (int lines = 0; !line.atEnd() && lines < 10_000; lines++) {
            if (line.skip("Slave Interface:")) {
                slaves++;
            } else if (line.skip("MII Status:") && slaves > 0 && line.word().equals("up")) {
                up++;
            }
            line.nextLine();
        }
        return new Array(name, true, slaves, up, "");
    }
}
