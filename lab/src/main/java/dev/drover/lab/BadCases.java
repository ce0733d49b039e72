package dev.drover.lab;

import java.io.IOException;
import java.util.List;

/** Kept cases that cannot be scored: every problem with its place, and what to do. */
public final class BadCases extends IOException {
    private static final long serialVersionUID = 1L;

    BadCases(List<String> problems) {
        super(String.join("\n", problems));
    }
}
