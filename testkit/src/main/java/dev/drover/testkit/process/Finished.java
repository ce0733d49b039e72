package dev.drover.testkit.process;

import java.time.Duration;
import java.util.List;

/** What a program left behind. */
public record Finished(List<String> command, int exit, String out, String err) {

    /** Runs a program to its end. */
    public static Finished run(Duration atMost, String... command) {
        return run(atMost, List.of(command));
    }

    public static Finished run(Duration atMost, List<String> command) {
        try (Running program = Running.of(command).start()) {
            int exit = program.awaitExit(atMost);
            return new Finished(command, exit, program.out(), program.err());
        }
    }

    /** The same, once the exit code is 0. */
    public Finished succeeded() {
        return exited(0);
    }

    public Finished exited(int code) {
        if (exit != code) {
            throw new AssertionError("expected exit code " + code + "\n" + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exit + "\n--- out\n" + out + "--- err\n" + err;
    }
}
