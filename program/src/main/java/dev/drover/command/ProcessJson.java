package dev.drover.command;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.process.Limit;
import dev.drover.observe.process.Mappings;
import dev.drover.observe.process.OpenFiles;
import dev.drover.observe.process.Portrait;
import dev.drover.observe.process.ThreadUse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A portrait of a process for programs, described in {@code docs/top.md}: bytes, seconds, and shares from 0 to 1. What cannot be
 * measured is {@code {"notMeasurable": why}}.
 */
final class ProcessJson {
    static final String SCHEMA = "drover.proc/1";

    private ProcessJson() {}

    static Map<String, Object> of(Portrait of) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("seconds", of.seconds());
        json.put("ended", of.ended());
        json.put("remarks", of.remarks());
        identity(json, of.identity());
        json.put("memory", told(of.memory(), ProcessJson::memory));
        json.put("activity", activity(of.activity()));
        json.put("threads", of.threads().stream().map(ProcessJson::thread).toList());
        json.put("files", told(of.files(), ProcessJson::files));
        json.put("sockets", told(of.sockets(), sockets -> sockets));
        json.put(
                "limits",
                told(of.limits(), all -> all.stream().map(ProcessJson::limit).toList()));
        json.put("cgroup", of.identity().cgroup());
        json.put(
                "cgroupLimits",
                told(of.groups(), all -> all.stream().map(ProcessJson::group).toList()));
        json.put("family", family(of.family()));
        json.put("moreAsRoot", ProcessWords.hidden(of));
        return json;
    }

    private static <T> Object told(Measured<T> value, Function<T, Object> json) {
        return switch (value) {
            case Measured.Value<T>(T there) -> json.apply(there);
            case Measured.Unmeasurable<T>(String why) -> Map.of("notMeasurable", why);
        };
    }

    private static Object plain(Measured<?> value) {
        return told(value, there -> there);
    }

    private static void identity(Map<String, Object> json, Portrait.Identity who) {
        json.put("pid", who.pid());
        json.put("name", who.name());
        json.put("commandLine", who.commandLine());
        json.put("kernelThread", who.kernel());
        json.put("forkedWithoutExec", who.forked());
        json.put("state", Character.toString(who.state()));
        json.put("nice", who.nice());
        json.put("threadCount", who.threads());
        json.put("uid", plain(who.user()));
        json.put("ageSeconds", plain(who.age()));
    }

    private static Object memory(Portrait.Memory memory) {
        var json = new LinkedHashMap<String, Object>();
        json.put("resident", plain(memory.resident()));
        json.put("swap", plain(memory.swapped()));
        json.put("pss", told(memory.all(), Mappings.Size::pss));
        json.put("own", told(memory.all(), Mappings.Size::own));
        json.put("shared", told(memory.all(), Mappings.Size::shared));
        json.put("copyOnWrite", plain(memory.copyOnWrite()));
        json.put("kinds", told(memory.kinds(), ProcessJson::kinds));
        return json;
    }

    private static Object kinds(Map<Mappings.Kind, Mappings.Size> kinds) {
        var json = new LinkedHashMap<String, Object>();
        kinds.forEach((kind, size) -> {
            var one = new LinkedHashMap<String, Object>();
            one.put("resident", size.resident());
            one.put("pss", size.pss());
            one.put("own", size.own());
            one.put("shared", size.shared());
            one.put("copyOnWrite", size.copyOnWrite());
            one.put("swap", size.swap());
            json.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), one);
        });
        return json;
    }

    private static Object activity(Portrait.Activity did) {
        var json = new LinkedHashMap<String, Object>();
        json.put("cpus", did.cpus());
        json.put("waitingForCpu", plain(did.waited()));
        json.put("minorFaultsPerSecond", did.minorFaults());
        json.put("majorFaultsPerSecond", did.majorFaults());
        json.put("readBytesPerSecond", plain(did.read()));
        json.put("writtenBytesPerSecond", plain(did.written()));
        return json;
    }

    private static Object thread(ThreadUse thread) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tid", thread.id());
        json.put("name", thread.name());
        json.put("state", Character.toString(thread.state()));
        json.put("cpu", plain(thread.cpus()));
        json.put("waitedForCpu", plain(thread.waited()));
        json.put("uninterruptible", thread.uninterruptible());
        json.put("waitChannel", thread.channel());
        json.put("waitsFor", thread.waitsFor());
        return json;
    }

    private static Object files(OpenFiles files) {
        var json = new LinkedHashMap<String, Object>();
        json.put("open", files.open());
        json.put("byKind", files.byKind());
        json.put(
                "deleted",
                files.deleted().stream()
                        .map(d -> Map.of("path", d.path(), "bytes", d.bytes()))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> limit(Limit limit) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", limit.name());
        json.put("soft", limit.soft().isPresent() ? limit.soft().getAsLong() : null);
        json.put("hard", limit.hard().isPresent() ? limit.hard().getAsLong() : null);
        json.put("unit", limit.unit());
        json.put("used", plain(limit.used()));
        return json;
    }

    private static Object group(Portrait.GroupUse group) {
        var json = new LinkedHashMap<String, Object>();
        json.put("path", group.path());
        json.put("quotaCpus", plain(group.quota()));
        json.put("throttledShare", plain(group.throttled()));
        json.put("memory", plain(group.memory()));
        json.put("memoryLimit", plain(group.memoryLimit()));
        json.put("tasks", plain(group.tasks()));
        json.put("taskLimit", plain(group.taskLimit()));
        return json;
    }

    private static Object family(Portrait.Family family) {
        var json = new LinkedHashMap<String, Object>();
        json.put("parent", family.parent());
        json.put("parentName", family.parentName());
        json.put("childCount", plain(family.count()));
        json.put(
                "children",
                family.children().entrySet().stream()
                        .map(e -> Map.of("pid", e.getKey(), "name", e.getValue()))
                        .toList());
        json.put("born", plain(family.born()));
        json.put("hostForksPerSecond", plain(family.hostForks()));
        return json;
    }
}
