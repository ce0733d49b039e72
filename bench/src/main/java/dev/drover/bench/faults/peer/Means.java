package dev.drover.bench.faults.peer;

import java.util.List;

/** Which of the doctor's rules an alert stands for, decided for the peer: whatever a reader could take it for. */
final class Means {
    static final List<String> CPU = List.of(
            "cpu-run-queue", "scheduler-delay", "kernel-time", "fork-storm", "context-switches", "single-thread");
    static final List<String> LOAD = List.of(
            "cpu-run-queue", "scheduler-delay", "kernel-time", "fork-storm", "context-switches", "load-without-cpu");
    static final List<String> SWITCHES =
            List.of("context-switches", "cpu-run-queue", "kernel-time", "fork-storm", "scheduler-delay");
    static final List<String> STEAL = List.of("steal");
    static final List<String> QUOTA = List.of("cfs-throttling");
    static final List<String> HEAT = List.of("thermal");
    static final List<String> DISK = List.of("disk-queueing", "disk-ceiling", "write-stall");
    static final List<String> DISK_WAIT =
            List.of("disk-queueing", "disk-ceiling", "write-stall", "iowait", "load-without-cpu");
    static final List<String> SPACE = List.of("filesystem-full");
    static final List<String> INODES = List.of("inodes-full");
    static final List<String> MEMORY = List.of("memory-low", "memory-stall", "swap-storm", "oom-kill");
    static final List<String> PAGING = List.of("memory-stall", "swap-storm", "memory-low", "cgroup-memory");
    static final List<String> SWAP = List.of("swap-storm", "cold-swap", "memory-low");
    static final List<String> OOM = List.of("oom-kill", "cgroup-memory");
    static final List<String> GROUP_MEMORY = List.of("cgroup-memory", "oom-kill", "memory-stall");
    static final List<String> MEMORY_FAULT = List.of("memory-errors");
    static final List<String> RAID = List.of("raid-degraded");
    static final List<String> NIC_FULL = List.of("nic-full", "qdisc-drops");
    static final List<String> NIC_ERRORS = List.of("nic-errors");
    static final List<String> NIC_DROPS = List.of("nic-drops", "qdisc-drops", "tcp-retransmits", "nic-full");
    static final List<String> SOFTNET = List.of("backlog-drops", "softirq-budget", "softirq-imbalance");
    static final List<String> ACCEPT = List.of("listen-overflow", "syn-drops");
    static final List<String> SYN = List.of("syn-drops", "listen-overflow");
    static final List<String> TCP_MEMORY = List.of("tcp-memory", "sender-limited");
    static final List<String> ORPHANS = List.of("tcp-orphans");
    static final List<String> RESETS = List.of("tcp-resets", "ephemeral-ports");
    static final List<String> UDP = List.of("udp-loss");
    static final List<String> CONNTRACK = List.of("conntrack-full");
    static final List<String> FILES = List.of("fd-limit");
    static final List<String> TASKS = List.of("task-limit");
    static final List<String> ENTROPY = List.of("entropy");
    static final List<String> CLOCK = List.of("clock-skew");

    private Means() {}
}
