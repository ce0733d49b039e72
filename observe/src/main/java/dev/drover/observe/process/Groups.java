package dev.drover.observe.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The control groups that limit one process, and what they did to it. */
final class Groups {
    private final Tree tree;
    private final String folder;
    private final Group.Reader<Cgroups> reader = Cgroups.GROUP.reader();
    private Measured<Cgroups> before = Measured.not("not read yet");
    private Map<String, String> paths = Map.of();

    Groups(Tree tree, String folder) {
        this.tree = tree;
        this.folder = folder;
    }

    void begin() {
        before = reader.read(tree);
        paths = paths();
    }

    /** Paths by controller; {@code 0::/a} in version 2, {@code 3:cpu,cpuacct:/a} in version 1 (cgroups(7)). */
    private Map<String, String> paths() {
        var paths = new LinkedHashMap<String, String>();
        if (tree.read(folder + "cgroup") instanceof Content.Text text) {
            for (String line : text.toString().split("\n", 100)) {
                String[] parts = line.split(":", 3);
                if (parts.length == 3) {
                    for (String controller : parts[1].split(",", 50)) {
                        paths.put(controller, parts[2]);
                    }
                }
            }
        }
        return paths;
    }

    /** The one that shares out CPUs. */
    String path() {
        return paths.getOrDefault("cpu", paths.getOrDefault("", ""));
    }

    Measured<List<Portrait.GroupUse>> end(double seconds) {
        return reader.read(tree).map(now -> {
            var uses = new ArrayList<Portrait.GroupUse>();
            now.byPath().forEach((path, group) -> use(path, group, seconds).map(uses::add));
            return List.copyOf(uses);
        });
    }

    private Measured<Portrait.GroupUse> use(String path, Cgroup group, double seconds) {
        boolean cpu = within("cpu", path);
        boolean memory = within("memory", path);
        boolean tasks = within("pids", path);
        if (!(cpu && group.cpu().isMeasured())
                && !(memory && group.memory().isMeasured())
                && !(tasks && group.tasks().isMeasured())) {
            return Measured.not("it limits others");
        }
        Cgroup then = before.map(b -> b.byPath().getOrDefault(path, group)).orElse(group);
        Measured<Double> throttled = seconds <= 0
                ? Measured.not("seen only once")
                : Cgroup.throttling(new Change<>(then, group, seconds)).map(Cgroup.Throttling::share);
        return Measured.of(new Portrait.GroupUse(
                path,
                only(cpu, group.cpu()).map(Cgroup.Cpu::quota),
                only(cpu, throttled),
                only(memory, group.memory()).map(Cgroup.Memory::current),
                only(memory, group.memory()).map(Cgroup.Memory::limit),
                only(tasks, group.tasks()).map(Cgroup.Tasks::current),
                only(tasks, group.tasks()).map(Cgroup.Tasks::limit)));
    }

    private boolean within(String controller, String group) {
        String path = paths.getOrDefault(controller, paths.getOrDefault("", ""));
        return !path.isEmpty() && (group.equals("/") || path.equals(group) || path.startsWith(group + "/"));
    }

    private static <T> Measured<T> only(boolean concerns, Measured<T> value) {
        return concerns ? value : Measured.not("that controller has it in another group");
    }
}
