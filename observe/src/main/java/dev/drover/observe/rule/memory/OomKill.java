package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.host.KernelLog;
import dev.drover.observe.counter.memory.Memory;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The kernel killed a process because memory ran out, of the host or of a control group. */
public final class OomKill implements Rule {
    private static final String KILLED = "Killed process ";
    private static final String NETDATA = "Netdata oom_kill > 0; PCP > 0";

    private static final RuleFacts FACTS = RuleFacts.of("oom-kill", 18, Family.MEMORY, "The kernel killed for memory")
            .reads(
                    "/proc/vmstat oom_kill",
                    "cgroup memory.events oom_kill (version 1: memory.oom_control)",
                    "kernel log")
            .fires("any kill while we watched")
            .gate("the victim's work is lost")
            .source(NETDATA)
            .conditions("Linux 4.13")
            .remedy("raise the limit that was hit or mend the leak; keep what must live from being chosen with"
                    + " OOMScoreAdjust")
            .check("dmesg | grep -i 'killed process'; grep oom_kill /proc/vmstat")
            .explains("crash-loop", "tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.rates(Memory.EVENTS, "oom_kill"), rate -> {
            long kills = Math.round(rate.mean() * window.seconds());
            List<Evidence> evidence =
                    List.of(Evidence.over("processes killed", (double) kills, 0, Unit.COUNT, NETDATA));
            return kills == 0
                    ? new Outcome.Quiet("nothing was killed", evidence)
                    : new Outcome.Found(found(window, rate, kills, evidence));
        });
    }

    private static Finding found(Window window, Series rate, long kills, List<Evidence> first) {
        var evidence = new ArrayList<>(first);
        var who = new ArrayList<Who>(groups(window));
        boolean inGroup = !who.isEmpty();
        List<String> told = window.change(KernelLog.GROUP)
                .map(c -> c.after().since(c.before(), KILLED))
                .orElse(List.of());
        if (!told.isEmpty()) {
            who.add(victim(told.getLast()));
            inGroup |= told.getLast().contains("Memory cgroup");
        }
        if (!inGroup) {
            who.addAll(Culprits.byMemory(window));
        }
        window.now(Memory.INFO)
                .then(Memory::available)
                .map(a -> evidence.add(Evidence.fact("memory available now", a, Unit.SHARE, "/proc/meminfo")));
        return new Finding(
                FACTS.id(),
                Severity.CRITICAL,
                new Confidence(inGroup || !told.isEmpty() ? 0.95 : 0.85, "the kernel counts its kills"),
                "the kernel killed " + kills + (kills == 1 ? " process" : " processes") + " for want of memory"
                        + (inGroup ? " in a control group" : ""),
                who.isEmpty() ? List.of(Who.host("")) : who,
                evidence,
                rate.firstOver(0).orElse(window.start()),
                0.9);
    }

    private static List<Who> groups(Window window) {
        var who = new ArrayList<Who>();
        window.change(Cgroups.GROUP).map(change -> {
            change.after().byPath().values().forEach(group -> {
                Cgroup before = change.before().byPath().get(group.path());
                long then = before == null
                        ? 0
                        : before.memory().then(Cgroup.Memory::kills).orElse(0L);
                group.memory()
                        .then(Cgroup.Memory::kills)
                        .map(now -> now > then
                                && who.add(new Who(
                                        Who.Kind.CGROUP,
                                        group.path(),
                                        (now - then) + " killed by its limit of "
                                                + Unit.BYTES.show(group.memory()
                                                        .map(m -> (double) m.limit())
                                                        .orElse(0.0)))));
            });
            return change;
        });
        return who;
    }

    /** {@code Out of memory: Killed process 4711 (name) total-vm:...} */
    static Who victim(String line) {
        String rest = line.substring(line.indexOf(KILLED) + KILLED.length());
        int open = rest.indexOf('(');
        int close = rest.lastIndexOf(')');
        int first = rest.indexOf(") ");
        String name = open >= 0 && (first > open || close > open)
                ? rest.substring(open + 1, first > open ? first : close)
                : "unknown";
        var number = new Cursor(rest.getBytes(StandardCharsets.UTF_8));
        long pid = number.number();
        return number.bad() || pid > Integer.MAX_VALUE
                ? new Who(Who.Kind.PROCESS, name, "was killed")
                : new Who(Who.Kind.PROCESS, name, "was killed, pid " + pid).numbered(List.of((int) pid));
    }
}
