package dev.drover.registry.agent;

import dev.drover.model.Registry.Scripts;
import dev.drover.plane.Programs;
import dev.drover.plane.Programs.Ended;
import dev.drover.plane.Programs.Output;
import dev.drover.plane.Programs.Program;
import dev.drover.registry.consul.go.GoDuration;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A program that is run: passing if it exits with 0, warning with 1, else critical. Whether programs may be run is looked at each time: what
 * was registered while they might stays, and runs no more.
 */
record ScriptProbe(Programs programs, Supplier<Optional<Scripts>> allowed) {
    Verdict run(CheckDefinition definition, Duration atMost) throws InterruptedException {
        Optional<Scripts> scripts = allowed.get();
        if (scripts.isEmpty()) {
            return Verdict.critical(LocalAgent.NO_SCRIPTS);
        }
        var program = new Program(definition.args(), scripts.get().user(), definition.keptOutput());
        return switch (programs.run(program, atMost)) {
            case Ended.NotStarted(String why) -> Verdict.critical(why);
            case Ended.Exited(int code, Output output) -> new Verdict(status(code), said(output));
            case Ended.Killed(Output output) -> {
                String said = said(output);
                yield Verdict.critical("Timed out (" + GoDuration.text(atMost) + ") running check"
                        + (said.isEmpty() ? "" : "\n\n" + said));
            }
        };
    }

    private static CheckStatus status(int code) {
        return switch (code) {
            case 0 -> CheckStatus.PASSING;
            case 1 -> CheckStatus.WARNING;
            default -> CheckStatus.CRITICAL;
        };
    }

    private static String said(Output output) {
        return output.total() > output.bytes()
                ? "Captured " + output.bytes() + " of " + output.total() + " bytes\n...\n" + output.kept()
                : output.kept();
    }
}
