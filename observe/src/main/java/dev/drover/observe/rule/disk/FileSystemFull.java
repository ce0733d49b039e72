package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.disk.DeletedFiles;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.FileSystems.FileSystem;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Culprits;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A file system has no room left, or will have none soon. */
public final class FileSystemFull implements Rule {
    private static final double TIGHT = 0.05;
    private static final double NEARLY = 0.03;
    private static final double NONE = 0.005;
    private static final long PLENTY = 100L << 30;
    private static final double SOON = 600;
    /** With more than this left, what grows may as well be cleared in time: files that are written, deleted, written again. */
    private static final double ROOM = 0.20;

    private static final double STEADY = 0.6;
    private static final String MIXIN = "node-mixin NodeFilesystemAlmostOutOfSpace 5/3 %";

    private static final RuleFacts FACTS = RuleFacts.of("filesystem-full", 26, Family.DISK, "A file system is full")
            .reads("statvfs(3) of local file systems", "/proc/[pid]/io", "/proc/[pid]/fd of deleted files")
            .fires("< 3 % available, or < 5 % and growing (critical: < 0.5 %); or < 20 % and full"
                    + " within 10 minutes at the rate of now")
            .gate("more than 100 GiB available is room enough, unless it is gone within 10 minutes")
            .source(MIXIN + "; 20 %: node-mixin NodeFilesystemSpaceFillingUp; 10 minutes and 0.5 %: calibrated")
            .conditions("local file systems: a network one may never answer")
            .remedy("delete or move what grows; restart who holds deleted files open; then make it larger")
            .check("df -h; du -xh --max-depth=2 MOUNT | sort -h | tail; lsof +L1")
            .explains("filesystem-errors", "crash-loop", "write-stall");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(FileSystems.GROUP), change -> {
            var findings = new ArrayList<Finding>();
            Outcome otherwise = new Outcome.Quiet("all local file systems have room", List.of());
            for (FileSystem now : change.after().byPoint().values()) {
                if (!now.readOnly() && now.bytes() > 0) {
                    Trend trend = trend(window, now.point());
                    if (isFull(now, trend)) {
                        findings.add(found(window, now, trend));
                    } else if (now.availableShare() < TIGHT || trend.secondsLeft(now) < 4 * 3600) {
                        otherwise = new Outcome.Busy(words(now, trend), evidence(now, trend));
                    }
                }
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
        });
    }

    /**
     * How a file system filled up in the window.
     *
     * @param each bytes a second
     * @param steady share of the intervals in which it grew
     */
    private record Trend(double each, double steady) {
        double secondsLeft(FileSystem now) {
            return each > 0 && steady >= STEADY ? now.available() / each : Double.POSITIVE_INFINITY;
        }
    }

    private static Trend trend(Window window, String point) {
        Measured<Series> growth = window.series(FileSystems.GROUP, change -> {
            FileSystem before = change.before().byPoint().get(point);
            FileSystem after = change.after().byPoint().get(point);
            return before == null || after == null
                    ? Measured.not("not mounted all the time")
                    : Measured.of((before.free() - after.free()) / change.seconds());
        });
        return growth.map(g -> new Trend(g.mean(), g.shareOver(0))).orElse(new Trend(0, 0));
    }

    private static boolean isFull(FileSystem now, Trend trend) {
        boolean soon = trend.secondsLeft(now) < SOON && now.availableShare() < ROOM;
        boolean nearly = now.availableShare() < NEARLY || (now.availableShare() < TIGHT && trend.each > 0);
        return soon || (nearly && now.available() < PLENTY);
    }

    private static String words(FileSystem now, Trend trend) {
        String left = trend.secondsLeft(now) < 4 * 3600
                ? ", and is full in " + minutes(trend.secondsLeft(now)) + " at the rate of now"
                : "";
        return now.point() + " has " + Unit.BYTES.show((double) now.available()) + " ("
                + Unit.SHARE.show(now.availableShare()) + ") available" + left;
    }

    private static String minutes(double seconds) {
        return seconds < 120 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }

    private static List<Evidence> evidence(FileSystem now, Trend trend) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.under("available on " + now.point(), now.availableShare(), TIGHT, Unit.SHARE, MIXIN));
        evidence.add(Evidence.fact("available", (double) now.available(), Unit.BYTES, "statvfs(3)"));
        evidence.add(Evidence.fact("use grows by", trend.each, Unit.BYTES_PER_SECOND, "statvfs(3)"));
        if (trend.secondsLeft(now) < 4 * 3600) {
            evidence.add(Evidence.under("full in", trend.secondsLeft(now), SOON, Unit.SECONDS, "calibrated"));
        }
        return evidence;
    }

    private static Finding found(Window window, FileSystem now, Trend trend) {
        boolean none = now.availableShare() < NONE;
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.MOUNT, now.point(), now.device() + ", " + now.type()));
        window.now(DeletedFiles.GROUP).map(DeletedFiles::files).orElse(List.of()).stream()
                .filter(f -> f.point().equals(now.point()))
                .limit(2)
                .forEach(f -> who.add(Who.process(
                        name(window, f.pid()),
                        f.pid(),
                        "holds the deleted " + f.name() + " of " + Unit.BYTES.show((double) f.bytes()))));
        if (trend.each > 0) {
            who.addAll(Culprits.byDisk(window));
        }
        return new Finding(
                FACTS.id(),
                none ? Severity.CRITICAL : Severity.WARNING,
                none
                        ? new Confidence(0.95, "writes fail: no room is left")
                        : new Confidence(trend.each > 0 ? 0.8 : 0.6, "nothing need have failed yet"),
                words(now, trend),
                who,
                evidence(now, trend),
                window.start(),
                none ? 0.9 : 0.3);
    }

    private static String name(Window window, int pid) {
        return window.now(Processes.GROUP)
                .map(all -> {
                    Proc process = all.byPid().get(pid);
                    return process == null ? "a process" : process.command();
                })
                .orElse("a process");
    }
}
