package dev.drover.observe.verdict;

import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.cpu.CfsThrottling;
import dev.drover.observe.rule.cpu.CpuRunQueue;
import dev.drover.observe.rule.disk.DiskQueueing;
import dev.drover.observe.rule.limit.FdLimit;
import dev.drover.observe.rule.memory.MemoryStall;
import dev.drover.observe.rule.network.ListenOverflow;
import java.util.List;
import java.util.Optional;

/** All rules, by their number in {@code docs/diagnosis.md}: the one list. */
public final class Rules {
    public static final List<Rule> ALL = List.of(
            new CpuRunQueue(), // 1
            new CfsThrottling(), // 5
            new MemoryStall(), // 15
            new DiskQueueing(), // 20
            new FdLimit(), // 29
            new ListenOverflow()); // 36

    private Rules() {}

    public static Optional<Rule> byId(String id) {
        return ALL.stream().filter(rule -> rule.facts().id().equals(id)).findFirst();
    }
}
