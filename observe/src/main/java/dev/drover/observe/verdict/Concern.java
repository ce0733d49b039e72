package dev.drover.observe.verdict;

import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Who;
import java.util.Collections;
import java.util.List;

/**
 * Whether two findings are about the same: a process in common, or one of a group that the other is about.
 *
 * @param processes those that lived at the end of the window
 */
record Concern(Processes processes) {
    /** Also true if one of them names no process and no group: it may be about anybody. */
    boolean shared(Finding one, Finding other) {
        List<Who> here = known(one);
        List<Who> there = known(other);
        return here.isEmpty()
                || there.isEmpty()
                || here.stream().anyMatch(a -> there.stream().anyMatch(b -> same(a, b)));
    }

    private static List<Who> known(Finding finding) {
        return finding.who().stream()
                .filter(w -> w.kind() == Who.Kind.CGROUP || !w.pids().isEmpty())
                .toList();
    }

    private boolean same(Who a, Who b) {
        if (a.kind() == Who.Kind.CGROUP && b.kind() == Who.Kind.CGROUP) {
            return below(a.name(), b.name()) || below(b.name(), a.name());
        }
        if (a.kind() == Who.Kind.CGROUP) {
            return in(b, a.name());
        }
        return b.kind() == Who.Kind.CGROUP ? in(a, b.name()) : !Collections.disjoint(a.pids(), b.pids());
    }

    private static boolean below(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }

    private boolean in(Who process, String group) {
        return process.pids().stream()
                .anyMatch(pid ->
                        processes.find(pid).filter(p -> p.groups().in(group)).isPresent());
    }
}
