package dev.drover.observe.rule.limit;

import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.process.Descriptors;
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
import java.util.ArrayList;
import java.util.List;

/** A process, or the host, has opened nearly all file descriptors it may. */
public final class FdLimit implements Rule {
    private static final double PROCESS = 0.95;
    private static final double USED_UP = 0.995;
    private static final double HOST = 0.70;
    private static final double HOST_FULL = 0.90;
    private static final String NETDATA = "Netdata file_descriptors 95 %";
    private static final String MIXIN = "node-mixin NodeFileDescriptorLimit 70/90 %";

    private static final RuleFacts FACTS = RuleFacts.of("fd-limit", 29, Family.LIMIT, "File descriptors run out")
            .reads("/proc/[pid]/fd", "/proc/[pid]/limits", "/proc/sys/fs/file-nr")
            .fires("a process has opened > 95 % of its soft limit; the host > 70 % (critical: > 90 %) of fs.file-max")
            .source(NETDATA + "; " + MIXIN)
            .conditions("processes of others can be counted by root only")
            .remedy(
                    "raise LimitNOFILE of its unit (or ulimit -n); if the number only grows, look for a leak: ls -l /proc/PID/fd")
            .check("ls /proc/PID/fd | wc -l; grep 'open files' /proc/PID/limits; cat /proc/sys/fs/file-nr")
            .explainsOwn("listen-overflow", "syn-drops", "tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.now(FileHandles.GROUP),
                host -> Outcome.when(window.now(Descriptors.GROUP), processes -> {
                    var findings = new ArrayList<Finding>();
                    double used = host.open() / (double) Math.max(1, host.most());
                    if (used > HOST) {
                        findings.add(host(window, used));
                    }
                    processes.tables().stream()
                            .filter(t -> t.full() > PROCESS)
                            .forEach(t -> findings.add(process(window, t)));
                    String hidden = processes.hidden() == 0
                            ? ""
                            : "; " + processes.hidden() + " processes could not be counted";
                    return findings.isEmpty()
                            ? new Outcome.Quiet("descriptors are left" + hidden, List.of(host(used)))
                            : new Outcome.Found(findings);
                }));
    }

    private static Evidence host(double used) {
        return Evidence.over("files open on the host", used, HOST, Unit.SHARE, MIXIN);
    }

    private static Finding host(Window window, double used) {
        return new Finding(
                FACTS.id(),
                used > HOST_FULL ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.9, "the kernel counts it"),
                "the host has opened " + Unit.SHARE.show(used) + " of the files it may",
                List.of(Who.host("")),
                List.of(host(used)),
                window.start(),
                used);
    }

    private static Finding process(Window window, Descriptors.Table table) {
        boolean usedUp = table.full() >= USED_UP;
        return new Finding(
                FACTS.id(),
                usedUp ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(
                        usedUp ? 0.95 : 0.8,
                        usedUp ? "the next open fails" : "nearly full; nothing need have failed yet"),
                table.command() + " has opened " + table.open() + " of the " + table.most() + " descriptors it may",
                List.of(Who.process(table.command(), table.pid(), "")),
                List.of(
                        Evidence.over("descriptors used", table.full(), PROCESS, Unit.SHARE, NETDATA),
                        Evidence.fact("open", (double) table.open(), Unit.COUNT, "/proc/" + table.pid() + "/fd"),
                        Evidence.fact(
                                "soft limit", (double) table.most(), Unit.COUNT, "/proc/" + table.pid() + "/limits")),
                window.start(),
                table.full());
    }
}
