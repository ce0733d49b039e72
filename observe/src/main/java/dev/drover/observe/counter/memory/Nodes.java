package dev.drover.observe.counter.memory;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** NUMA nodes: where pages were given from, since boot (Linux, Documentation/admin-guide/numastat.rst). */
public record Nodes(Map<String, Named> byName) {
    public static final Group<Nodes> GROUP = Group.files("numastat", () -> Nodes::read);

    private static final String FOLDER = "/sys/devices/system/node/";
    private static final int MOST = 1024;

    private static Measured<Nodes> read(Tree tree) {
        if (!(tree.read(FOLDER) instanceof Content.Text names)) {
            return Measured.not("this kernel knows no NUMA nodes");
        }
        var nodes = new TreeMap<String, Named>();
        for (String name : names.toString().split("\n", MOST)) {
            if (name.matches("node\\d{1,4}")) {
                Group.read(tree, FOLDER + name + "/numastat", Named::lines).map(stat -> nodes.put(name, stat));
            }
        }
        return nodes.isEmpty()
                ? Measured.not("no node tells its counts")
                : Measured.of(new Nodes(Collections.unmodifiableMap(nodes)));
    }
}
