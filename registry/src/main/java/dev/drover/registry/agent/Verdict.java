package dev.drover.registry.agent;

import dev.drover.registry.entry.CheckStatus;

/** What one run of a check found. */
record Verdict(CheckStatus status, String output) {
    /** What is kept of what a check prints. */
    static final int LONGEST = 4 << 10;

    static Verdict critical(String output) {
        return new Verdict(CheckStatus.CRITICAL, output);
    }
}
