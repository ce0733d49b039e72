package dev.drover.observe.rule.host;

import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A supervisor starts the same program again and again, since it ends at once. */
public final class CrashLoop implements Rule {
    private static final int STARTS = 3;
    private static final Set<String> SUPERVISORS = Set.of(
            "systemd",
            "init",
            "supervisord",
            "runsv",
            "s6-supervise",
            "containerd-shim",
            "containerd-shim-",
            "conmon",
            "monit",
            "tini",
            "dumb-init",
            "docker-init",
            "procd",
            "openrc-run",
            "god",
            "circusd",
            "supervise-daemon",
            "launchd");
    private static final String MIXIN = "calibrated; node-mixin NodeSystemdServiceCrashlooping: 2 restarts in 5 min";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "crash-loop", 54, Family.SERVICE, "A service ends and is restarted")
            .reads("/proc/[pid]/stat start time and parent", "/proc/[pid]/cmdline", "/proc/[pid]/cgroup")
            .fires("a supervisor started the same command 3 times or more, one at a time, while we watched")
            .gate("every start is one more that ended; slower loops need a longer watch")
            .source(MIXIN)
            .conditions("a process that no sample saw is not counted")
            .remedy(
                    "read what it says when it ends: journalctl -u UNIT -n 50; then see limits, memory and files it needs")
            .check("systemctl list-units --failed; systemctl show UNIT -p NRestarts")
            .explains("tcp-resets")
            .explainsOwn("listen-overflow");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    /** One command below one supervisor in one group. */
    private record Slot(int parent, String command, String line, String cgroup) {}

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.now(Processes.GROUP), now -> {
            var starts = new HashMap<Slot, Set<Long>>();
            var crowded = new HashSet<Slot>();
            for (var sample : window.samples()) {
                sample.get(Processes.GROUP).map(all -> {
                    var seen = new HashSet<Slot>();
                    for (Proc process : all.byPid().values()) {
                        if (!process.kernel() && isSupervised(all, process)) {
                            Slot slot = new Slot(
                                    process.parent(), process.command(), process.commandLine(), process.cgroup());
                            starts.computeIfAbsent(slot, s -> new HashSet<>())
                                    .add(process.startTicks() << 22 | process.pid());
                            if (!seen.add(slot)) {
                                crowded.add(slot);
                            }
                        }
                    }
                    return all;
                });
            }
            List<Finding> findings = starts.entrySet().stream()
                    .filter(e -> e.getValue().size() >= STARTS && !crowded.contains(e.getKey()))
                    .map(e -> found(window, e.getKey(), e.getValue().size()))
                    .toList();
            return findings.isEmpty()
                    ? new Outcome.Quiet("no supervisor restarts a program again and again", List.of())
                    : new Outcome.Found(findings);
        });
    }

    private static boolean isSupervised(Processes all, Proc process) {
        Proc parent = all.byPid().get(process.parent());
        return parent != null && !parent.kernel() && SUPERVISORS.contains(parent.command());
    }

    private static Finding found(Window window, Slot slot, int starts) {
        String where = slot.cgroup.length() > 1 ? ", cgroup " + slot.cgroup : "";
        return new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.75, "the same command under the same supervisor, one at a time"),
                slot.command + " was started " + starts + " times in " + Math.round(window.seconds()) + " s",
                List.of(new Who(
                                Who.Kind.PROCESS,
                                slot.command,
                                "started by pid " + slot.parent + where + ": " + slot.line)
                        .numbered(List.of(slot.parent))),
                List.of(Evidence.over("starts seen", starts, STARTS - 1, Unit.COUNT, MIXIN)),
                window.start(),
                0.7);
    }
}
