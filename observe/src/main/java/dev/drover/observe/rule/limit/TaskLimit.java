package dev.drover.observe.rule.limit;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.host.Tasks;
import dev.drover.observe.counter.process.UserTasks;
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

/** No more processes or threads can be made: by the host, by a group or by a user. Names which limit. */
public final class TaskLimit implements Rule {
    private static final double NEAR = 0.90;
    private static final double FULL = 0.95;
    private static final String NETDATA = "Netdata active_processes 90/95 %";

    private static final RuleFacts FACTS = RuleFacts.of("task-limit", 30, Family.LIMIT, "Processes or threads run out")
            .reads(
                    "/proc/loadavg tasks",
                    "kernel.pid_max",
                    "kernel.threads-max",
                    "cgroup pids.current, pids.max, pids.events",
                    "/proc/[pid]/limits Max processes")
            .fires("a group was refused a task; or tasks > 90 % (critical: > 95 %) of a limit")
            .source(NETDATA)
            .conditions("refusals are counted since Linux 4.3 (pids.events); limits of other users: root only")
            .remedy(
                    "raise the limit that is named (TasksMax of the unit, pids.max, LimitNPROC, kernel.pid_max), or find"
                            + " the program that leaks threads")
            .check("cat /sys/fs/cgroup/GROUP/pids.events; ps -eLf | wc -l; sysctl kernel.pid_max kernel.threads-max")
            .explainsOwn("listen-overflow", "crash-loop");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        var findings = new ArrayList<Finding>();
        groups(window, findings);
        Measured<Tasks> host = window.now(Tasks.GROUP);
        host.map(t -> host(window, t, "kernel.pid_max", t.pidMost(), findings));
        host.map(t -> host(window, t, "kernel.threads-max", t.threadMost(), findings));
        window.now(UserTasks.GROUP).map(UserTasks::users).orElse(List.of()).stream()
                .filter(u -> u.full() > NEAR)
                .forEach(u -> findings.add(user(window, u)));
        findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
        if (!findings.isEmpty()) {
            return new Outcome.Found(findings);
        }
        return Outcome.when(
                host,
                t -> new Outcome.Quiet(
                        t.now() + " tasks, of " + t.pidMost() + " that may be numbered",
                        List.of(Evidence.over(
                                "tasks, of kernel.pid_max",
                                t.now() / (double) Math.max(1, t.pidMost()),
                                NEAR,
                                Unit.SHARE,
                                NETDATA))));
    }

    private static void groups(Window window, List<Finding> findings) {
        window.change(Cgroups.GROUP).map(change -> {
            for (Cgroup group : change.after().byPath().values()) {
                Cgroup before = change.before().byPath().get(group.path());
                group.tasks().map(now -> {
                    long refused = now.refused()
                            .then(n -> before == null
                                    ? Measured.<Long>not("new")
                                    : before.tasks().then(Cgroup.Tasks::refused).then(then -> Change.growth(then, n)))
                            .orElse(0L);
                    double full = now.current() / (double) Math.max(1, now.limit());
                    return (refused > 0 || full > FULL)
                            && findings.add(group(window, group.path(), now, refused, full));
                });
            }
            return change;
        });
    }

    private static Finding group(Window window, String path, Cgroup.Tasks now, long refused, double full) {
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.CGROUP, path, ""));
        who.addAll(Culprits.by(
                window,
                p -> p.groups().in(path),
                use -> use.who().threads(),
                1,
                tasks -> Math.round(tasks) + " tasks"));
        return new Finding(
                FACTS.id(),
                refused > 0 ? Severity.CRITICAL : Severity.WARNING,
                refused > 0
                        ? new Confidence(0.95, "the kernel counts what it refused")
                        : new Confidence(0.6, "nearly full; nothing need have failed yet"),
                refused > 0
                        ? "group " + path + " was refused " + refused + " tasks by its limit of " + now.limit()
                                + " (pids.max)"
                        : "group " + path + " has " + now.current() + " of the " + now.limit()
                                + " tasks it may (pids.max)",
                who,
                List.of(
                        Evidence.over("tasks refused", (double) refused, 0, Unit.COUNT, "pids.events max"),
                        Evidence.over("tasks, of its limit", full, FULL, Unit.SHARE, NETDATA),
                        Evidence.fact("its limit", (double) now.limit(), Unit.COUNT, "pids.max")),
                window.start(),
                refused > 0 ? 0.95 : 0.3);
    }

    private static boolean host(Window window, Tasks tasks, String limit, long most, List<Finding> findings) {
        double full = tasks.now() / (double) Math.max(1, most);
        return full > NEAR
                && findings.add(new Finding(
                        FACTS.id(),
                        full > FULL ? Severity.CRITICAL : Severity.WARNING,
                        new Confidence(0.85, "the kernel counts tasks and limits them"),
                        "the host has " + tasks.now() + " of the " + most + " tasks it may (" + limit + ")",
                        Culprits.by(window, p -> true, use -> use.who().threads(), 10, n -> Math.round(n) + " tasks"),
                        List.of(
                                Evidence.over("tasks, of " + limit, full, NEAR, Unit.SHARE, NETDATA),
                                Evidence.fact("tasks", (double) tasks.now(), Unit.COUNT, "/proc/loadavg")),
                        window.start(),
                        full > FULL ? 0.9 : 0.5));
    }

    private static Finding user(Window window, UserTasks.User user) {
        boolean none = user.tasks() >= user.most();
        return new Finding(
                FACTS.id(),
                user.full() > FULL ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(none ? 0.95 : 0.8, none ? "the next fork fails" : "nothing need have failed yet"),
                "user " + user.uid() + " has " + user.tasks() + " of the " + user.most() + " tasks that its process "
                        + user.command() + " may see (RLIMIT_NPROC)",
                List.of(Who.process(user.command(), user.pid(), "user " + user.uid())),
                List.of(
                        Evidence.over("tasks, of RLIMIT_NPROC", user.full(), NEAR, Unit.SHARE, NETDATA),
                        Evidence.fact("tasks of the user", (double) user.tasks(), Unit.COUNT, "/proc/[pid]/status"),
                        Evidence.fact("soft limit", (double) user.most(), Unit.COUNT, "/proc/[pid]/limits")),
                window.start(),
                none ? 0.9 : 0.4);
    }
}
