package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.FileSystems.FileSystem;
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
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A file system has bytes left and no inode for another file. */
public final class InodesFull implements Rule {
    private static final double TIGHT = 0.05;
    private static final double NEARLY = 0.03;
    private static final double NONE = 0.001;
    private static final String MIXIN = "node-mixin NodeFilesystemAlmostOutOfFiles 5/3 %";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "inodes-full", 27, Family.DISK, "A file system is out of inodes")
            .reads("statvfs(3) of local file systems: f_ffree, f_files")
            .fires("< 3 % of its inodes are free, or < 5 % and fewer each second (critical: < 0.1 %)")
            .source(MIXIN + "; 0.1 %: calibrated")
            .conditions("file systems with a fixed number of inodes, such as ext4 and tmpfs")
            .remedy("delete small files: sessions, caches, mail queues; an ext4 gets more inodes only when made anew")
            .check("df -i; find MOUNT -xdev -printf '%h\\n' | sort | uniq -c | sort -n | tail")
            .explains("filesystem-errors", "crash-loop");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(FileSystems.GROUP), change -> {
            var findings = new ArrayList<Finding>();
            Outcome otherwise = new Outcome.Quiet("all local file systems have inodes", List.of());
            for (FileSystem now : change.after().byPoint().values()) {
                FileSystem before = change.before().byPoint().get(now.point());
                double each = before == null ? 0 : (before.inodesFree() - now.inodesFree()) / change.seconds();
                double free = now.inodesFreeShare();
                if (!now.readOnly() && (free < NEARLY || (free < TIGHT && each > 0))) {
                    findings.add(found(window, now, each));
                } else if (!now.readOnly() && free < TIGHT) {
                    otherwise = new Outcome.Busy(words(now), evidence(now, each));
                }
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
        });
    }

    private static String words(FileSystem now) {
        return now.point() + " has " + now.inodesFree() + " of " + now.inodes() + " inodes free";
    }

    private static List<Evidence> evidence(FileSystem now, double each) {
        return List.of(
                Evidence.under("inodes free on " + now.point(), now.inodesFreeShare(), TIGHT, Unit.SHARE, MIXIN),
                Evidence.fact("inodes free", (double) now.inodesFree(), Unit.COUNT, "statvfs(3)"),
                Evidence.fact("files made", each, Unit.PER_SECOND, "statvfs(3)"),
                Evidence.fact("bytes available", now.availableShare(), Unit.SHARE, "statvfs(3)"));
    }

    private static Finding found(Window window, FileSystem now, double each) {
        boolean none = now.inodesFreeShare() < NONE;
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.MOUNT, now.point(), now.device() + ", " + now.type()));
        if (each > 0) {
            who.addAll(Culprits.byDisk(window));
        }
        return new Finding(
                FACTS.id(),
                none ? Severity.CRITICAL : Severity.WARNING,
                none
                        ? new Confidence(0.95, "no file can be made")
                        : new Confidence(0.7, "nothing need have failed yet"),
                words(now) + ", and " + Unit.BYTES.show((double) now.available()) + " of room",
                who,
                evidence(now, each),
                window.start(),
                none ? 0.9 : 0.3);
    }
}
