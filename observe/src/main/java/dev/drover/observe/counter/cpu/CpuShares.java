package dev.drover.observe.counter.cpu;

/** How a CPU's time was shared out over an interval; each from 0 to 1. */
public record CpuShares(
        double user, double nice, double system, double idle, double iowait, double irq, double softirq, double steal) {
    /** All that was worked: neither idle, nor waiting for I/O, nor stolen. */
    public double busy() {
        return user + nice + system + irq + softirq;
    }
}
