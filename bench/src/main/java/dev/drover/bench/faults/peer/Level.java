package dev.drover.bench.faults.peer;

/** How loud an alert is, from quiet to loud. */
public enum Level {
    /** Told, but nobody is called: no false alarm on a control. */
    INFO,
    WARNING,
    CRITICAL
}
