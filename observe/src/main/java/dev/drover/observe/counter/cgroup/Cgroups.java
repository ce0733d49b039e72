package dev.drover.observe.counter.cgroup;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The control groups that have a limit, by path; groups without one cannot be what slows their work.
 *
 * @param version 1 or 2: of the tree that holds the controllers
 */
public record Cgroups(int version, Map<String, Cgroup> byPath) {
    public static final Group<Cgroups> GROUP = Group.files("cgroups", Reading::new);

    /** The version alone. */
    public static final Group<Integer> VERSION =
            Group.files("cgroup version", () -> tree -> Mount.of(tree).map(Mount::version));

    /** Groups are looked for anew every few rounds only. */
    private static final class Reading implements Group.Reader<Cgroups> {
        private static final int ROUNDS = 5;
        private static final int MOST = 5000;
        private static final int DEEPEST = 12;

        private int round;
        private Measured<List<Mount>> mounts = Measured.not("not looked for yet");
        private List<Folders> folders = List.of();

        @Override
        public Measured<Cgroups> read(Tree tree) {
            if (round++ % ROUNDS == 0) {
                mounts = Mount.of(tree);
                folders = mounts.map(m -> search(tree, m)).orElse(List.of());
            }
            return mounts.map(m -> new Cgroups(Mount.version(m), limited(tree)));
        }

        private Map<String, Cgroup> limited(Tree tree) {
            var limited = new TreeMap<String, Cgroup>();
            for (Folders one : folders) {
                if (one.isLimited()) {
                    limited.put(one.path(), one.read(tree));
                }
            }
            return Collections.unmodifiableMap(limited);
        }

        private static List<Folders> search(Tree tree, List<Mount> mounts) {
            var found = new LinkedHashMap<String, Folders>();
            for (Mount mount : mounts) {
                Deque<String> open = new ArrayDeque<>(List.of("/"));
                while (!open.isEmpty() && found.size() < MOST) {
                    String path = open.remove();
                    found.computeIfAbsent(path, Folders::new).at(mount, tree);
                    if (path.chars().filter(c -> c == '/').count() < DEEPEST) {
                        open.addAll(below(tree, mount, path));
                    }
                }
            }
            return List.copyOf(found.values());
        }

        private static List<String> below(Tree tree, Mount mount, String path) {
            var groups = new ArrayList<String>();
            String prefix = path.equals("/") ? "/" : path + "/";
            if (tree.read(mount.point() + prefix) instanceof Content.Text names) {
                for (String name : names.toString().split("\n", MOST)) {
                    if (!name.isEmpty() && !Folders.isFile(name)) {
                        groups.add(prefix + name);
                    }
                }
            }
            return groups;
        }
    }
}
