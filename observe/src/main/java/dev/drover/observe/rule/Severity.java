package dev.drover.observe.rule;

/** How bad a finding is; later is worse. */
public enum Severity {
    /** Work is slower than it need be, or will be soon. */
    WARNING,
    /** Work waits a good part of its time, or fails. */
    CRITICAL
}
