package dev.drover.registry.agent;

import dev.drover.registry.entry.CheckStatus;

/** What one run of a check found. */
record Verdict(CheckStatus status, String output) {
    static Verdict critical(String output) {
        return new Verdict(CheckStatus.CRITICAL, output);
    }
}
